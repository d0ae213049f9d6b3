import type { Command } from 'commander';
import { ApiKeysService } from './auth/api-keys.service.js';
import { OrganizationsService } from './auth/organizations.service.js';
import { runOnDatabase } from './cli.setup.js';

/** Adds the commands that make organizations and keys, which no HTTP route does. */
export function addKeyCommands(program: Command): void {
  program
    .command('org:create')
    .description('make an organization')
    .requiredOption('--name <name>', 'what people call it, 1-100 characters')
    .option('--json', 'print {"organizationId","name"}')
    .action(createOrganization);
  program
    .command('key:create')
    .description('make a key of an organization, with every scope; its secret is shown this once')
    .requiredOption('--org <id>', 'organizationId')
    .option('--json', 'print {"organizationId","clientId","clientSecret"}')
    .action(createKey);
  program
    .command('key:revoke')
    .description('revoke a key for good; running servers refuse its tokens within 5 seconds')
    .requiredOption('--client-id <id>', 'clientId of the key')
    .option('--json', 'print {"clientId","wasActive"}')
    .action(revokeKey);
}

async function createOrganization(options: { name: string; json?: boolean }): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const { organizationId, name } = await app.get(OrganizationsService).createOrganization(options.name);
    const text = [
      `Organization "${name}": ${organizationId}`,
      `Next: npm run --silent aegis -- key:create --org ${organizationId}`,
    ];
    return { text: text.join('\n'), json: { organizationId, name } };
  });
}

async function createKey(options: { org: string; json?: boolean }): Promise<void> {
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

async function revokeKey(options: { clientId: string; json?: boolean }): Promise<void> {
  const { clientId } = options;
  await runOnDatabase(options, async (app) => {
    const wasActive = await app.get(ApiKeysService).revokeKey(clientId);
    const text = wasActive ? `Revoked ${clientId}.` : `${clientId} had been revoked before.`;
    return { text, json: { clientId, wasActive } };
  });
}
