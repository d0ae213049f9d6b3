import { Command, CommanderError } from 'commander';
import { addKeyCommands } from './keys.command.js';
import { errorLine } from './lib/error-line.js';
import { addOpenApiCommand } from './openapi.command.js';
import { ConfigError } from './platform/config/config-error.js';
import { addVerifyCommand } from './verify.command.js';

const EXIT = { failure: 1, configuration: 78 } as const;

const ABOUT = `
Works beside a running server: with the embedded database it goes to the server that has DATA_DIR open. Settings are those of
the server, from the environment or .env. Exit codes: 0 done, 1 failure, 78 configuration.
`;

function programOf(): Command {
  const program = new Command('aegis')
    .description('Operates AegisAI: npm run --silent aegis -- COMMAND')
    .addHelpText('after', ABOUT)
    .showSuggestionAfterError(false)
    .exitOverride();
  addKeyCommands(program);
  addVerifyCommand(program);
  addOpenApiCommand(program);
  return program;
}

/** Commander has spoken for itself by now; everything else is said in one line, but for faults of the configuration. */
function fail(error: unknown): void {
  if (error instanceof CommanderError) return process.exit(error.exitCode);
  const isConfiguration = error instanceof ConfigError;
  process.stderr.write(`${isConfiguration ? error.message : `error: ${errorLine(error)}`}\n`);
  // At once: a start that failed halfway may have left something running.
  process.exit(isConfiguration ? EXIT.configuration : EXIT.failure);
}

programOf().parseAsync().catch(fail);
