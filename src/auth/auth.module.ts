import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { MongooseModule } from '@nestjs/mongoose';
import { ActiveKeys, MONOTONIC_CLOCK } from './active-keys.js';
import { AdmissionService } from './admission.service.js';
import { ApiKeyRecord, ApiKeySchema } from './api-key.schema.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApiKeysStore } from './api-keys.store.js';
import { AuditHeadLog } from './audit-head-log.js';
import { AuditHeadRecord, AuditHeadSchema } from './audit-head.schema.js';
import { AuditHeads } from './audit-heads.js';
import { AuditHeadsStore } from './audit-heads.store.js';
import { AuditSeals } from './audit-seals.js';
import { AuditVerifyService } from './audit-verify.service.js';
import { AuditController } from './audit.controller.js';
import { AuditRecord, AuditSchema } from './audit-entry.schema.js';
import { AuditService } from './audit.service.js';
import { AuditStore } from './audit.store.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { FailureBudgets } from './failure-budgets.js';
import { FirstKeyService } from './first-key.service.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KeyLookUp } from './key-look-up.js';
import { KeyUse } from './key-use.js';
import { LastChances } from './last-chances.js';
import { OrganizationRecord, OrganizationSchema } from './organization.schema.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { PasswordHash } from './password-hash.js';
import { SecretCheck } from './secret-check.js';
import { SecretHashes } from './secret-hashes.js';
import { SecretProofs } from './secret-proofs.js';
import { SecretRotationService } from './secret-rotation.service.js';
import { SigningKeys } from './signing-keys.js';
import { TokenSigner } from './token-signer.js';
import { TokensService } from './tokens.service.js';

/** Organizations, API keys, tokens and the audit of what is done with them. Its guard closes every route of the application that isn't `@Public()`. */
@Module({
  imports: [
    MongooseModule.forFeature([
      { name: OrganizationRecord.name, schema: OrganizationSchema },
      { name: ApiKeyRecord.name, schema: ApiKeySchema },
      { name: AuditRecord.name, schema: AuditSchema },
      { name: AuditHeadRecord.name, schema: AuditHeadSchema },
    ]),
    JwtModule,
  ],
  controllers: [AuthController, AuditController],
  providers: [
    { provide: MONOTONIC_CLOCK, useValue: () => performance.now() },
    { provide: APP_GUARD, useClass: AuthGuard },
    OrganizationsStore,
    ApiKeysStore,
    AuditStore,
    PasswordHash,
    FailureBudgets,
    LastChances,
    SecretCheck,
    SecretHashes,
    SecretProofs,
    SigningKeys,
    TokenSigner,
    ActiveKeys,
    KeyUse,
    KeyLookUp,
    JwtStrategy,
    AdmissionService,
    AuditSeals,
    AuditHeads,
    AuditHeadsStore,
    AuditHeadLog,
    AuditVerifyService,
    AuditService,
    SecretRotationService,
    TokensService,
    OrganizationsService,
    ApiKeysService,
    FirstKeyService,
  ],
  exports: [AdmissionService, OrganizationsService, ApiKeysService, AuditService, AuditVerifyService, FirstKeyService],
})
export class AuthModule {}
