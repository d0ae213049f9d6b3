import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Connection } from 'mongoose';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { loadConfig } from '../platform/config/load-config.js';
import { PlatformModule } from '../platform/platform.module.js';
import { ApiKeysService } from './api-keys.service.js';
import { ApiKeysStore } from './api-keys.store.js';
import { AuditService } from './audit.service.js';
import { AuthModule } from './auth.module.js';
import { FirstKeyService } from './first-key.service.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { SecretHashes } from './secret-hashes.js';
import { TokensService } from './tokens.service.js';

const GIVEN = { clientId: 'bootstrap', clientSecret: 'a-bootstrap-secret-of-32-bytes-or-more' };
const BOOTSTRAP = {
  AEGIS_BOOTSTRAP_CLIENT_ID: GIVEN.clientId,
  AEGIS_BOOTSTRAP_CLIENT_SECRET: GIVEN.clientSecret,
};
const SECRET = { JWT_SECRET_KEY: 'a signing secret of 32 bytes or more' };
const PRODUCTION = { ENVIRONMENT: 'production', ...SECRET };

describe(FirstKeyService.name, () => {
  let module: TestingModule, connection: Connection;

  beforeAll(async () => {
    const config = loadConfig({
      LOG_LEVEL: 'silent',
      MONGO_URI: inject('mongoUri'),
      MONGO_DB_NAME: `first_key_${randomBytes(8).toString('hex')}`,
    });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(config), AuthModule],
    }).compile();
    module.useLogger(false);
    await module.init();
    connection = module.get(getConnectionToken());
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await module.close();
  });
  beforeEach(async () => {
    await connection.collection('organizations').deleteMany({});
    await connection.collection('api_keys').deleteMany({});
  });

  function firstKey(environment: Record<string, string> = {}): FirstKeyService {
    return new FirstKeyService(
      module.get(ApiKeysStore),
      module.get(OrganizationsStore),
      module.get(SecretHashes),
      module.get(AuditService),
      loadConfig(environment),
    );
  }

  async function counts(): Promise<{ organizations: number; keys: number }> {
    return {
      organizations: await connection.collection('organizations').countDocuments(),
      keys: await connection.collection('api_keys').countDocuments(),
    };
  }

  it('in development is made once and shown', async () => {
    const credentials = await firstKey().ensureFirstKey();
    if (credentials === null) throw new Error('nothing to show');
    expect(await module.get(TokensService).exchange(credentials)).toMatchObject({ expiresInSeconds: 3600 });
    expect(await firstKey().ensureFirstKey()).toBeNull();
    expect(await counts()).toEqual({ organizations: 1, keys: 1 });
  });

  it.each([
    { where: 'development', environment: BOOTSTRAP },
    { where: 'production', environment: { ...BOOTSTRAP, ...PRODUCTION } },
  ])('in $where is the given one, and not shown', async ({ environment }) => {
    expect(await firstKey(environment).ensureFirstKey()).toBeNull();
    expect(await module.get(TokensService).exchange(GIVEN)).toMatchObject({ expiresInSeconds: 3600 });
  });

  it.each([
    { where: 'production', environment: PRODUCTION },
    { where: 'tests', environment: { ENVIRONMENT: 'test', ...SECRET } },
  ])('in $where is not made up', async ({ environment }) => {
    expect(await firstKey(environment).ensureFirstKey()).toBeNull();
    expect(await counts()).toEqual({ organizations: 0, keys: 0 });
  });

  it('is not made again when the only key was revoked', async () => {
    await firstKey(BOOTSTRAP).ensureFirstKey();
    await module.get(ApiKeysService).revokeKey(GIVEN.clientId);
    expect(await firstKey(BOOTSTRAP).ensureFirstKey()).toBeNull();
    expect(await firstKey().ensureFirstKey()).toBeNull();
    await expect(module.get(TokensService).exchange(GIVEN)).rejects.toThrow('Unknown clientId');
  });

  it('is not made beside a key that somebody made', async () => {
    const { organizationId } = await module.get(OrganizationsService).createOrganization('Acme');
    await module.get(ApiKeysService).createKey(organizationId);
    expect(await firstKey(BOOTSTRAP).ensureFirstKey()).toBeNull();
    expect(await firstKey().ensureFirstKey()).toBeNull();
    expect(await counts()).toEqual({ organizations: 1, keys: 1 });
  });

  it('is made by one of several that start at once', async () => {
    const shown = await Promise.all(Array.from({ length: 5 }, () => firstKey().ensureFirstKey()));
    expect(shown.filter((credentials) => credentials !== null)).toHaveLength(1);
    expect(await counts()).toEqual({ organizations: 1, keys: 1 });
  });

  it('is made where an earlier start died between organization and key', async () => {
    await firstKey().ensureFirstKey();
    await connection.collection('api_keys').deleteMany({});
    expect(await firstKey().ensureFirstKey()).not.toBeNull();
    expect(await counts()).toEqual({ organizations: 1, keys: 1 });
  });
});
