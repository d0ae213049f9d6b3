import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../platform/http/public.decorator.js';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { ApiKeysService } from './api-keys.service.js';
import { CredentialsNotShown } from './auth-errors.js';
import { CredentialsOut, TokenIn, TokenOut } from './auth.dto.js';
import { type Caller, CurrentCaller } from './caller.decorator.js';
import { TokensService } from './tokens.service.js';

/** Tokens, and the credentials they are got with. */
@ApiTags('Authentication')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly tokens: TokensService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  @Post('token')
  @Public()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Exchange the credentials of an API key for a token.' })
  @ApiOkResponse({ type: TokenOut })
  @ApiProblems(400, 401, 413, 415, 422, 429, 503)
  async token(@Body() credentials: TokenIn): Promise<TokenOut> {
    const { token, expiresInSeconds } = await this.tokens.exchange(credentials);
    return { access_token: token, token_type: 'bearer', expires_in: expiresInSeconds };
  }

  @Get('credentials')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Never succeeds: secrets are stored hashed and can't be shown." })
  @ApiProblems(400, 401, 503)
  show(): never {
    throw new CredentialsNotShown();
  }

  @Post('credentials/refresh')
  @ApiBearerAuth()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Replace the secret of your API key; the old one stops working at once.' })
  @ApiOkResponse({ type: CredentialsOut })
  @ApiProblems(400, 401, 409, 413, 415, 429, 503)
  async refresh(@CurrentCaller() caller: Caller): Promise<CredentialsOut> {
    return this.apiKeys.refreshSecret(caller);
  }
}
