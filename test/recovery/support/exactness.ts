import { derivedId } from '../../../src/lib/ids.js';
import type { ClientLedger } from './client-ledger.js';
import type { Database } from './instance.js';
import { isRisky, type Kind, markerOf } from './marked-events.js';
import { dirtyRollups, rollupMismatches } from './recount.js';

const KINDS = ['ml', 'llm'] as const;

/** What must be zero once everything is quiet; the events are there to see that something was tested. */
export interface Findings {
  readonly lost: number;
  readonly duplicated: number;
  /** Stored, though nobody was told so and all clients went on until they were told. */
  readonly unknown: number;
  readonly unlabelled: number;
  readonly mislabelled: number;
  readonly alertsMissing: number;
  readonly alertsExtra: number;
  readonly rollupMismatches: number;
  readonly rollupsDirty: number;
  readonly dead: number;
  readonly open: number;
}

/** Nothing lost, nothing twice, nothing half done. */
export const ALL_ZERO: Findings = {
  lost: 0,
  duplicated: 0,
  unknown: 0,
  unlabelled: 0,
  mislabelled: 0,
  alertsMissing: 0,
  alertsExtra: 0,
  rollupMismatches: 0,
  rollupsDirty: 0,
  dead: 0,
  open: 0,
};

/** An event as it is stored, as far as it is judged. */
interface StoredEvent {
  readonly id: string;
  readonly orgId: string;
  readonly kind: Kind;
  readonly marker: string;
  readonly label: string | undefined;
  readonly isDead: boolean;
}

/** @returns how much is unfinished: batches, roll-ups and events; 0 when all is done */
export async function unfinished(database: Database): Promise<number> {
  const counts = await Promise.all([
    database.collection('ingest_batches').countDocuments({ lease: { $exists: true } }),
    dirtyRollups(database),
  ]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Holds the database against what the clients were told. */
export async function inspect(database: Database, ledger: ClientLedger): Promise<Findings> {
  const events = (await Promise.all(KINDS.map((kind) => eventsOf(database, kind)))).flat();
  const alerts = await alertIds(database);
  const wanted = new Set(
    events.filter(({ label }) => label === 'risky').map(({ orgId, id }) => derivedId(orgId, 'risk', id)),
  );
  return {
    ...againstLedger(events, ledger),
    unlabelled: events.filter(({ label, isDead }) => label === undefined && !isDead).length,
    mislabelled: events.filter(isMislabelled).length,
    alertsMissing: [...wanted].filter((id) => !alerts.has(id)).length,
    alertsExtra: [...alerts].filter((id) => !wanted.has(id)).length,
    rollupMismatches: await rollupMismatches(database),
    rollupsDirty: await dirtyRollups(database),
    dead: events.filter(({ isDead }) => isDead).length,
    open: await database.collection('ingest_batches').countDocuments({ s: 0 }),
  };
}

/** Counts each index of each collection against a scan of the documents.
 * @returns the indexes that disagree */
export async function indexFaults(database: Database): Promise<string[]> {
  const faults: string[] = [];
  for (const { name } of await database.listCollections().toArray()) {
    const collection = database.collection(name);
    for (const index of await collection.indexes()) {
      const [field = '_id'] = Object.keys(index.key);
      const filter = { [field]: { $exists: true } };
      const byIndex = await collection.find(filter, { hint: index.name ?? '', projection: { _id: 1 } }).toArray();
      const scanned = await collection.find(filter, { hint: { _id: 1 }, projection: { _id: 1 } }).toArray();
      if (ids(byIndex) !== ids(scanned)) faults.push(`${name}.${index.name}: ${byIndex.length} of ${scanned.length}`);
    }
  }
  return faults;
}

/** @returns how many events are stored */
export async function storedEvents(database: Database): Promise<number> {
  const counts = KINDS.map((kind) => database.collection(`${kind}_events`).countDocuments({}));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function ids(documents: readonly { readonly _id: unknown }[]): string {
  return JSON.stringify(documents.map(({ _id }) => String(_id)).sort());
}

async function eventsOf(database: Database, kind: Kind): Promise<StoredEvent[]> {
  const documents = await database.collection(`${kind}_events`).find({}).toArray();
  return documents.map((document) => ({
    id: String(document._id),
    orgId: String(document['organization_id']),
    kind,
    marker: markerOf(kind, document),
    label: document['riskLabel'] as string | undefined,
    isDead: document['dead'] !== undefined,
  }));
}

async function alertIds(database: Database): Promise<Set<string>> {
  const alerts = await database.collection('alerts').find({ type: 'risk' }).toArray();
  return new Set(alerts.map(({ _id }) => String(_id)));
}

function againstLedger(events: readonly StoredEvent[], ledger: ClientLedger) {
  const sums = { lost: 0, duplicated: 0, unknown: 0 };
  for (const kind of KINDS) {
    const stored = events.filter((event) => event.kind === kind).map(({ marker }) => marker);
    const distinct = new Set(stored);
    const promised = ledger.markers(kind);
    sums.duplicated += stored.length - distinct.size;
    sums.lost += [...promised].filter((marker) => !distinct.has(marker)).length;
    sums.unknown += [...distinct].filter((marker) => !promised.has(marker)).length;
  }
  return sums;
}

function isMislabelled({ kind, marker, label }: StoredEvent): boolean {
  return kind === 'llm' && label !== undefined && (label === 'risky') !== isRisky(marker);
}
