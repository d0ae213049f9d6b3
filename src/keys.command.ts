import { ApiKeysService } from './auth/api-keys.service.js';
import { OrganizationsService } from './auth/organizations.service.js';
import { runOnDatabase } from './cli.setup.js';

/** Makes an organization, which no HTTP route does.
 * @throws OrganizationNameRefused */
export async function createOrganization(options: { name: string; json?: boolean }): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const { organizationId, name } = await app.get(OrganizationsService).createOrganization(options.name);
    const text = [
      `Organization "${name}": ${organizationId}`,
      `Next: npm run --silent aegis -- key:create --org ${organizationId}`,
    ];
    return { text: text.join('\n'), json: { organizationId, name } };
  });
}

/** Makes a key and shows its secret.
 * @throws NotFound where there is no such organization */
export async function createKey(options: { org: string; json?: boolean }): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const { organizationId, clientId, clientSecret } = await app.get(ApiKeysService).createKey(options.org);
    const text = [
      `Key of organization ${organizationId}, shown this once:`,
      `  clientId      ${clientId}`,
      `  clientSecret  ${clientSecret}`,
    ];
    return { text: text.join('\n'), json: { organizationId, clientId, clientSecret } };
  });
}

/** Revokes a key.
 * @throws NotFound where there is no such key */
export async function revokeKey(options: { clientId: string; json?: boolean }): Promise<void> {
  const { clientId } = options;
  await runOnDatabase(options, async (app) => {
    const wasActive = await app.get(ApiKeysService).revokeKey(clientId);
    const text = wasActive ? `Revoked ${clientId}.` : `${clientId} had been revoked before.`;
    return { text, json: { clientId, wasActive } };
  });
}
