import { changeDatabase, runOnDatabase } from './cli.setup.js';
import { isOrgId, type OrgId } from './lib/org-id.js';
import { NotFound } from './platform/errors/app-error.js';
import { DeadLettersService } from './telemetry/dead-letters.service.js';

interface Options {
  readonly org: string;
  readonly json?: boolean;
}

/** Lists an organization's events that could not be processed. */
export async function listDeadLetters(options: Options): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const letters = await app.get(DeadLettersService).list(organization(options));
    const text = letters.length === 0 ? 'No dead letters.' : letters.map(lineOf).join('\n');
    return { text, json: { deadLetters: letters } };
  });
}

/** Has them processed again, by the next server that sweeps. */
export async function replayDeadLetters(options: Options): Promise<void> {
  await changeDatabase(options, async (app) => {
    const replayed = await app.get(DeadLettersService).replay(organization(options), null);
    return { text: `${replayed} events are being processed again by the running server.`, json: { replayed } };
  });
}

function organization({ org }: Options): OrgId {
  if (!isOrgId(org)) throw new NotFound('Organization');
  return org;
}

type DeadLetter = Awaited<ReturnType<DeadLettersService['list']>>[number];

function lineOf({ kind, eventId, modelName, timestamp, code, at }: DeadLetter): string {
  return `${at.toISOString()}  ${code}  ${kind} ${eventId} of ${JSON.stringify(modelName)}, ${timestamp.toISOString()}`;
}
