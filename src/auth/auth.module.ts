import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule, type JwtModuleOptions } from '@nestjs/jwt';
import { MongooseModule } from '@nestjs/mongoose';
import { AppConfig } from '../platform/config/app-config.js';
import { ActiveKeys, MONOTONIC_CLOCK } from './active-keys.js';
import { ApiKeyRecord, ApiKeySchema } from './api-key.schema.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApiKeysStore } from './api-keys.store.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { FirstKeyService } from './first-key.service.js';
import { JwtStrategy } from './jwt.strategy.js';
import { OrganizationRecord, OrganizationSchema } from './organization.schema.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { PasswordHash } from './password-hash.js';
import { signingKey } from './signing-key.js';
import { TokensService } from './tokens.service.js';

function jwtOptions(config: AppConfig): JwtModuleOptions {
  return { secret: signingKey(config), signOptions: { algorithm: config.jwtAlgorithm } };
}

/** Organizations, API keys and tokens. Its guard closes every route of the application that isn't `@Public()`. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: OrganizationRecord.name, schema: OrganizationSchema },
      { name: ApiKeyRecord.name, schema: ApiKeySchema },
    ]),
    JwtModule.registerAsync({ inject: [AppConfig], useFactory: jwtOptions }),
  ],
  controllers: [AuthController],
  providers: [
    { provide: MONOTONIC_CLOCK, useValue: () => performance.now() },
    { provide: APP_GUARD, useClass: AuthGuard },
    OrganizationsStore,
    ApiKeysStore,
    PasswordHash,
    ActiveKeys,
    JwtStrategy,
    TokensService,
    OrganizationsService,
    ApiKeysService,
    FirstKeyService,
  ],
  exports: [OrganizationsService, ApiKeysService, FirstKeyService],
})
export class AuthModule {}
