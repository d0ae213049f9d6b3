import { Body, Controller, Get, Header, HttpCode, Ip, Post, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AcceptsForms } from '../platform/http/accepts-forms.decorator.js';
import { Public } from '../platform/http/public.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { ApiTokenRequest } from './api-token-request.decorator.js';
import { CredentialsNotShown } from './auth-errors.js';
import { CredentialsOut, RefreshIn, TokenIn, TokenOut } from './auth.dto.js';
import { type Caller, CurrentCaller } from './caller.decorator.js';
import { FreshTokenGuard } from './fresh-token.guard.js';
import { OAuthAnswers } from './oauth-answers.js';
import { RequiresScope } from './scope.decorator.js';
import { SecretRotationService } from './secret-rotation.service.js';
import { TokensService } from './tokens.service.js';

/** Tokens, and the credentials they are got with. */
@ApiTags('Authentication')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly tokens: TokensService,
    private readonly rotation: SecretRotationService,
  ) {}

  @Post('token')
  @Public()
  @AcceptsForms()
  @HttpCode(200)
  @Header('Pragma', 'no-cache')
  @UseInterceptors(OAuthAnswers)
  @ApiTokenRequest()
  @ApiOkResponse({ type: TokenOut })
  async token(@Body() credentials: TokenIn, @Ip() address: string): Promise<TokenOut> {
    const { scope } = credentials;
    const { token, expiresInSeconds, scopes } = await this.tokens.exchange(credentials, { scope, address });
    return { access_token: token, token_type: 'bearer', expires_in: expiresInSeconds, scope: scopes.join(' ') };
  }

  @Get('credentials')
  @ApiBearerAuth()
  @RequiresScope('any')
  @ApiOperation({ summary: "Never succeeds: secrets are stored hashed and can't be shown." })
  @ApiProblems(400, 401, 503)
  show(): never {
    throw new CredentialsNotShown();
  }

  @Post('credentials/refresh')
  @ApiBearerAuth()
  @RequiresScope('credentials:rotate')
  @UseGuards(FreshTokenGuard)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Replace the secret of your API key; the old one stops working at once.',
    description:
      'So do the tokens it got, but for the one this is asked with. With `graceSeconds` the old secret and its tokens are ' +
      'good for that long yet. A key has two good secrets at most: replacing again ends the grace of an older one.',
  })
  @ApiBody({ type: RefreshIn, required: false })
  @ApiOkResponse({ type: CredentialsOut })
  @ApiProblems(400, 401, 403, 409, 413, 415, 422, 429, 503)
  async refresh(@CurrentCaller() caller: Caller, @Body() { graceSeconds = 0 }: RefreshIn): Promise<CredentialsOut> {
    return this.rotation.replaceSecret(caller, graceSeconds);
  }
}
