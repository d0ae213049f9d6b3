import { OrganizationsService } from './auth/organizations.service.js';
import { runOnDatabase } from './cli.setup.js';
import type { CheckedFile } from './embedded-mongo/data-file-damaged.js';
import { checkDatabase } from './embedded-mongo/snapshot.js';
import { loadConfigFromProcess } from './platform/config/load-config.js';
import type { SignalMismatch } from './telemetry/signal-verify.service.js';
import { type Mismatch, type Verification, VerifyService } from './telemetry/verify.service.js';

/** Looks at the data file, then holds roll-ups against the events they were made of; ends with exit code 1 where they differ. */
export async function verify(options: { json?: boolean }): Promise<void> {
  const dataFile = await checkedDataFile();
  await runOnDatabase(options, async (app) => {
    const orgIds = await app.get(OrganizationsService).organizationIds();
    const found = await app.get(VerifyService).verify(orgIds);
    const { mismatches, signalMismatches, ...counts } = found;
    return {
      text: [...dataFileLines(dataFile), textOf(orgIds.length, found)].join('\n'),
      json: {
        organizations: orgIds.length,
        dataFile,
        ...counts,
        mismatches: mismatches.map(toJson),
        signalMismatches: signalMismatches.map(toJson),
      },
      isFailure: mismatches.length + signalMismatches.length > 0,
    };
  });
}

/** What is in the file of the embedded database. @throws DataFileDamaged where it isn't what was written */
async function checkedDataFile(): Promise<CheckedFile | null> {
  const { mongoUri, dataDir } = loadConfigFromProcess();
  return mongoUri === undefined ? ((await checkDatabase(dataDir)) ?? null) : null;
}

function dataFileLines(dataFile: CheckedFile | null): string[] {
  if (dataFile === null) return [];
  const { bytes, documents, entries } = dataFile;
  return [`The data file is whole: ${bytes} bytes, ${documents} documents and ${entries} index entries, which agree.`];
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
