import { OrganizationsService } from './auth/organizations.service.js';
import { runOnDatabase } from './cli.setup.js';
import type { SignalMismatch } from './telemetry/signal-verify.service.js';
import { type Mismatch, type Verification, VerifyService } from './telemetry/verify.service.js';

/** Holds roll-ups against the events they were made of; ends with exit code 1 where they differ. */
export async function verify(options: { json?: boolean }): Promise<void> {
  await runOnDatabase(options, async (app) => {
    const orgIds = await app.get(OrganizationsService).organizationIds();
    const found = await app.get(VerifyService).verify(orgIds);
    const { mismatches, signalMismatches, ...counts } = found;
    return {
      text: textOf(orgIds.length, found),
      json: {
        organizations: orgIds.length,
        ...counts,
        mismatches: mismatches.map(toJson),
        signalMismatches: signalMismatches.map(toJson),
      },
      isFailure: mismatches.length + signalMismatches.length > 0,
    };
  });
}

function textOf(organizations: number, found: Verification): string {
  const rows = [
    ['organizations', organizations],
    ['buckets checked', found.bucketsChecked],
    ['buckets dirty (not compared: their recount is due)', found.bucketsDirty],
    ['batches open', found.batchesOpen],
    ['events unlabelled', found.eventsUnlabelled],
    ['mismatches', found.mismatches.length],
    ['buckets of signals checked', found.signalBucketsChecked],
    ['buckets of signals waiting (not compared: not due yet)', found.signalBucketsWaiting],
    ['mismatches of signals', found.signalMismatches.length],
  ];
  const width = Math.max(...rows.map(([, count]) => String(count).length));
  const lines = rows.map(([what, count]) => `${String(count).padStart(width)}  ${what}`);
  return [...lines, ...found.mismatches.map(lineOf), ...found.signalMismatches.map(signalLineOf)].join('\n');
}

function signalLineOf({ orgId, kind, modelName, start, signals, counted, found }: SignalMismatch): string {
  const bucket = `${kind} ${JSON.stringify(modelName)} of ${orgId} at ${start.toISOString()}, signals`;
  return `${bucket}: ${counted} events counted, ${found} found, different in ${JSON.stringify(signals)}`;
}

function lineOf({ level, orgId, kind, modelName, start, rolledUp, recounted }: Mismatch): string {
  const bucket = `${kind} ${JSON.stringify(modelName)} of ${orgId} at ${start.toISOString()}, ${level}`;
  return `${bucket}: rolled up ${JSON.stringify(rolledUp)}, recounted ${JSON.stringify(recounted)}`;
}

function toJson({ orgId, ...mismatch }: Mismatch | SignalMismatch): object {
  return { organizationId: orgId, ...mismatch };
}
