import { ApiKeysService } from './auth/api-keys.service.js';
import { OrganizationsService } from './auth/organizations.service.js';
import { changeDatabase, runOnDatabase } from './cli.setup.js';

/** Makes an organization, which no HTTP route does.
 * @throws OrganizationNameRefused */
export async function createOrganization(options: { name: string; json?: boolean }): Promise<void> {
  await changeDatabase(options, async (app) => {
    const { organizationId, name } = await app.get(OrganizationsService).createOrganization(options.name);
    const text = [
      `Organization "${name}": ${organizationId}`,
      `Next: npm run --silent aegis -- key:create --org ${organizationId}`,
    ];
    return { text: text.join('\n'), json: { organizationId, name } };
  });
}

/** Shuts an organization out or lets it in again.
 * @throws NotFound where there is no such organization */
export async function setOrganizationEnabled(
  options: { org: string; json?: boolean },
  isEnabled: boolean,
): Promise<void> {
  const { org: organizationId } = options;
  await changeDatabase(options, async (app) => {
    await app.get(OrganizationsService).setEnabled(organizationId, isEnabled);
    const text = `Organization ${organizationId} is ${isEnabled ? 'enabled' : 'disabled'}.`;
    return { text, json: { organizationId, isEnabled } };
  });
}

/** A key as the command line describes it. */
interface CreateKeyOptions {
  readonly org: string;
  readonly scopes?: string;
  readonly expiresInDays?: string;
  readonly name?: string;
  readonly json?: boolean;
}

/** Makes a key and shows its secret.
 * @throws NotFound where there is no such organization
 * @throws InvalidScope or KeyRefused where the key can't be as wished */
export async function createKey(options: CreateKeyOptions): Promise<void> {
  const { org, scopes, name } = options;
  const expiresInDays = options.expiresInDays === undefined ? undefined : Number(options.expiresInDays);
  await changeDatabase(options, async (app) => {
    const key = await app.get(ApiKeysService).createKey(org, { scopes, expiresInDays, name });
    const text = [
      `Key of organization ${key.organizationId}, shown this once:`,
      `  clientId      ${key.clientId}`,
      `  clientSecret  ${key.clientSecret}`,
      `  scopes        ${key.scopes.join(' ')}`,
      `  expires       ${key.expiresAt?.toISOString() ?? 'never'}`,
    ];
    return { text: text.join('\n'), json: key };
  });
}

/** Lists the keys of an organization; no secrets, nor their hashes.
 * @throws NotFound where there is no such organization */
export async function listKeys(options: { org: string; json?: boolean }): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const keys = (await app.get(ApiKeysService).listKeys(options.org)).map(shown);
    const text = keys.length === 0 ? 'No keys.' : keys.map(lineOf).join('\n');
    return { text, json: { keys } };
  });
}

type Key = Awaited<ReturnType<ApiKeysService['listKeys']>>[number];
type ShownKey = Pick<Key, 'clientId' | 'name' | 'scopes' | 'isActive' | 'createdAt' | 'expiresAt' | 'lastUsedAt'>;

function shown({ clientId, name, scopes, isActive, createdAt, expiresAt, lastUsedAt }: Key): ShownKey {
  return { clientId, name, scopes, isActive, createdAt, expiresAt, lastUsedAt };
}

function lineOf({ clientId, name, scopes, isActive, expiresAt, lastUsedAt }: ShownKey): string {
  return [
    clientId,
    isActive ? 'active ' : 'revoked',
    `scopes ${scopes.join(' ')}`,
    `expires ${expiresAt?.toISOString() ?? 'never'}`,
    `last used ${lastUsedAt?.toISOString() ?? 'never'}`,
    ...(name === null ? [] : [JSON.stringify(name)]),
  ].join('  ');
}

/** Revokes a key.
 * @throws NotFound where there is no such key */
export async function revokeKey(options: { clientId: string; json?: boolean }): Promise<void> {
  const { clientId } = options;
  await changeDatabase(options, async (app) => {
    const wasActive = await app.get(ApiKeysService).revokeKey(clientId);
    const text = wasActive ? `Revoked ${clientId}.` : `${clientId} had been revoked before.`;
    return { text, json: { clientId, wasActive } };
  });
}
