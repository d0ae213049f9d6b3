import { Command, CommanderError } from 'commander';
import { errorLine } from './lib/error-line.js';
import { ConfigError } from './platform/config/config-error.js';

const EXIT = { failure: 1, configuration: 78 } as const;

const ABOUT = `
Works beside a running server: with the embedded database it goes to the server that has DATA_DIR open. Settings are those of
the server, from the environment or .env. Exit codes: 0 done, 1 failure, 78 configuration.
`;

const program = new Command('aegis')
  .description('Operates AegisAI: npm run --silent aegis -- COMMAND')
  .addHelpText('after', ABOUT)
  .showSuggestionAfterError(false)
  .exitOverride();

// What a command needs is loaded when it runs: help and mistyped commands shouldn't wait for a database driver.
program
  .command('org:create')
  .description('make an organization')
  .requiredOption('--name <name>', 'what people call it, 1-100 characters')
  .option('--json', 'print {"organizationId","name"}')
  .action(async (options) => (await import('./keys.command.js')).createOrganization(options));
program
  .command('org:disable')
  .description('shut an organization out; running servers refuse its tokens within 5 seconds')
  .requiredOption('--org <id>', 'organizationId')
  .option('--json', 'print {"organizationId","isEnabled"}')
  .action(async (options) => (await import('./keys.command.js')).setOrganizationEnabled(options, false));
program
  .command('org:enable')
  .description('let an organization in again')
  .requiredOption('--org <id>', 'organizationId')
  .option('--json', 'print {"organizationId","isEnabled"}')
  .action(async (options) => (await import('./keys.command.js')).setOrganizationEnabled(options, true));
program
  .command('key:create')
  .description('make a key of an organization; its secret is shown this once')
  .requiredOption('--org <id>', 'organizationId')
  .option('--scopes <names>', 'what it allows: "ingest read credentials:rotate admin", all of it by default')
  .option('--expires-in-days <days>', 'when it ends, 1-3650; never by default')
  .option('--name <name>', 'what people call it, 1-100 characters')
  .option('--json', 'print {"organizationId","clientId","clientSecret","scopes","expiresAt"}')
  .action(async (options) => (await import('./keys.command.js')).createKey(options));
program
  .command('key:list')
  .description('list the keys of an organization, revoked ones too')
  .requiredOption('--org <id>', 'organizationId')
  .option('--json', 'print {"keys"}')
  .action(async (options) => (await import('./keys.command.js')).listKeys(options));
program
  .command('key:revoke')
  .description('revoke a key for good; running servers refuse its tokens within 5 seconds')
  .requiredOption('--client-id <id>', 'clientId of the key')
  .option('--json', 'print {"clientId","wasActive"}')
  .action(async (options) => (await import('./keys.command.js')).revokeKey(options));
program
  .command('audit:list')
  .description('list what was done with the keys, settings and exports of an organization, the newest first')
  .requiredOption('--org <id>', 'organizationId')
  .option('--limit <count>', 'entries at most, 1-1000', '100')
  .option('--json', 'print {"entries"}')
  .action(async (options) => (await import('./audit.command.js')).listAudit(options));
program
  .command('audit:verify')
  .description('check that no entry of the audit was changed or removed; exit code 1 if one was')
  .requiredOption('--org <id>', 'organizationId')
  .option('--head <sequence:hash>', 'a head from the log line "audit heads"; the audit must contain that entry')
  .option('--json', 'print {"entries","brokenAt","head","adoptedThrough","faults"}')
  .action(async (options) => (await import('./audit.command.js')).verifyAudit(options));
program
  .command('audit:adopt')
  .description(
    'accept a damaged audit as it is now and seal it again; adds an entry; restart running servers afterwards',
  )
  .requiredOption('--org <id>', 'organizationId')
  .option('--json', 'print {"adoptedThrough"}')
  .action(async (options) => (await import('./audit.command.js')).adoptAudit(options));
program
  .command('verify')
  .description('recount every roll-up from its events and print what differs; exit code 1 where something does')
  .option('--json', 'print one object with everything found')
  .action(async (options) => (await import('./verify.command.js')).verify(options));
program
  .command('backup')
  .description('write the whole database into one file, beside a running server or without one')
  .argument('<file>', 'where to; one that is there is replaced once the new one is whole')
  .option('--json', 'print {"file","bytes","consistency","collections","documents","sha256"}')
  .action(async (file, options) => (await import('./backup.command.js')).backup(file, options));
program
  .command('restore')
  .description('put a backup into an empty database; with the embedded one no server may run meanwhile')
  .argument('<file>', 'what backup wrote')
  .option('--drop', 'restore into a scratch database first, then empty this one')
  .option('--json', 'print {"database","collections","documents","sha256"}')
  .action(async (file, options) => (await import('./backup.command.js')).restore(file, options));
program
  .command('compact')
  .description('give the room back that deleted documents left in the file of the embedded database; no server may run')
  .option('--json', 'print {"bytesBefore","bytesAfter","documents"}')
  .action(async (options) => (await import('./compact.command.js')).compact(options));
program
  .command('shard:plan')
  .description('print what to enter in mongosh for a sharded cluster, and what stays on one shard; asks no database')
  .option('--json', 'print {"database","commands","unsharded"}')
  .action(async (options) => (await import('./shard-plan.command.js')).shardPlan(options));
program
  .command('dead:list')
  .description('list the events of an organization that could not be processed')
  .requiredOption('--org <id>', 'organizationId')
  .option('--json', 'print {"deadLetters"}')
  .action(async (options) => (await import('./dead-letters.command.js')).listDeadLetters(options));
program
  .command('dead:replay')
  .description('have them processed again by the running server')
  .requiredOption('--org <id>', 'organizationId')
  .option('--json', 'print {"replayed"}')
  .action(async (options) => (await import('./dead-letters.command.js')).replayDeadLetters(options));
program
  .command('openapi:write')
  .description('write the OpenAPI document; needs no database')
  .argument('<file>', 'where to')
  .action(async (file) => (await import('./openapi.command.js')).writeDocument(file));

/** Commander has spoken for itself by now; everything else is said in one line, but for faults of the configuration. */
function fail(error: unknown): void {
  if (error instanceof CommanderError) return process.exit(error.exitCode);
  const isConfiguration = error instanceof ConfigError;
  process.stderr.write(`${isConfiguration ? error.message : `error: ${errorLine(error)}`}\n`);
  // At once: a start that failed halfway may have left something running.
  process.exit(isConfiguration ? EXIT.configuration : EXIT.failure);
}

program.parseAsync().catch(fail);
