import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { inParts, type PartSize } from '../lib/in-parts.js';
import { jsonWeight } from '../lib/json-weight.js';
import { Pace } from '../lib/pace.js';
import { RISK_LABELS } from '../lib/risk-label.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import { deleteOlder } from '../platform/writes/delete-older.js';
import { insertEach, type Known } from '../platform/writes/insert-each.js';
import type { DeadLetterMark } from './dead-letter.js';
import { EventCollections } from './event-collections.store.js';
import { llmDocument, llmEvent, mlDocument, mlEvent } from './event.document.js';
import { type LatencySum, NO_LATENCIES } from './latency-window.js';
import {
  EVENT_KINDS,
  type EventKind,
  type EventList,
  type LlmEvent,
  type MlEvent,
  type Verdict,
} from './telemetry.facts.js';

/** A span of event time, its end not included. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** Events that are written with one command: what is encoded at once holds up everything else, a thousandth of a second each hundred.
 * More than 999 the driver would send as several commands that wait for each other. */
export const EVENTS_AT_ONCE = 500;

/** The events of every organization. */
@Injectable()
export class EventsStore {
  constructor(private readonly collections: EventCollections) {}

  /** Stores events durably; one whose id is there already stays as it is.
   * @param verdicts of the events, in their order, where they are stored with their labels
   * @returns how many were there already
   * @throws what the driver throws, where any of the others is not stored */
  async insert(orgId: OrgId, list: EventList, verdicts: readonly Verdict[] | null = null): Promise<number> {
    const organization_id = new Types.ObjectId(orgId);
    const known =
      list.kind === 'ml'
        ? await inParts(list.events, partsOf(mlWeight), async (events, from) => {
            const documents = events.map((event, nth) => mlDocument(organization_id, event, verdicts?.[from + nth]));
            const inserting = insertEach(this.collections.of('ml'), documents);
            return this.knownOf(inserting, { kind: 'ml', organization_id, events });
          })
        : await inParts(list.events, partsOf(llmWeight), async (events, from) => {
            const documents = events.map((event, nth) => llmDocument(organization_id, event, verdicts?.[from + nth]));
            const inserting = insertEach(this.collections.of('llm'), documents);
            return this.knownOf(inserting, { kind: 'llm', organization_id, events });
          });
    return known.reduce((sum, count) => sum + count, 0);
  }

  /** Reads events back, those that exist, in any order. */
  async byIds(orgId: OrgId, kind: EventKind, ids: readonly string[]): Promise<EventList> {
    const filter = { _id: { $in: [...ids] }, organization_id: new Types.ObjectId(orgId) };
    if (kind === 'ml') return { kind, events: await read(this.collections.of('ml').find(filter), mlEvent) };
    return { kind, events: await read(this.collections.of('llm').find(filter), llmEvent) };
  }

  /** Notes that a call was flagged by mistake; its label stays.
   * @returns whether there is such a call */
  async markBenign(orgId: OrgId, eventId: string, now: Date): Promise<boolean> {
    const filter = { _id: eventId, organization_id: new Types.ObjectId(orgId) };
    const update = { $set: { benign_at: now } };
    return (await this.collections.of('llm').updateOne(filter, update, DURABLE_WRITE)).matchedCount === 1;
  }

  /** Gives events up. One may have its label already, where what comes after the label failed; it keeps it.
   * @returns how many */
  async bury(orgId: OrgId, kind: EventKind, ids: readonly string[], mark: DeadLetterMark): Promise<number> {
    const alive = { _id: { $in: [...ids] }, organization_id: new Types.ObjectId(orgId), dead: { $exists: false } };
    const outcome = await this.collections.of(kind).updateMany(alive, { $set: { dead: mark } }, DURABLE_WRITE);
    return outcome.modifiedCount;
  }

  /** Adds up the latencies of a model's events in a window, labelled or not. */
  async latencySum(orgId: OrgId, kind: EventKind, modelName: string, { from, to }: Window): Promise<LatencySum> {
    const $match = {
      organization_id: new Types.ObjectId(orgId),
      model_name: modelName,
      timestamp: { $gte: from, $lt: to },
    };
    const $group = { _id: null, count: { $sum: 1 }, sumMs: { $sum: '$latency_ms' } };
    const [row] = await this.collections.of(kind).aggregate<LatencySum>([{ $match }, { $group }]).toArray();
    return row === undefined ? NO_LATENCIES : { count: row.count, sumMs: row.sumMs };
  }

  /** @returns the earliest time among a model's events; null where it has none */
  async firstTimestamp(orgId: OrgId, kind: EventKind, modelName: string): Promise<Date | null> {
    const filter = { organization_id: new Types.ObjectId(orgId), model_name: modelName };
    const options = { sort: { timestamp: 1 }, projection: { timestamp: 1 } } as const;
    const first = await this.collections.of(kind).findOne<{ timestamp: Date }>(filter, options);
    return first?.timestamp ?? null;
  }

  /** @param inserting under way, of these events
   * @returns how many were there already */
  private async knownOf(
    inserting: Promise<Known | null>,
    { kind, organization_id, events }: EventList & { readonly organization_id: Types.ObjectId },
  ): Promise<number> {
    const known = await inserting;
    if (known === null) return 0;
    // A large insert goes in several messages, and the line may break between them: what is there is what counts.
    const sent = { _id: { $in: events.map(({ id }) => id) }, organization_id };
    if ((await this.collections.of(kind).countDocuments(sent)) < events.length) throw known.error;
    return known.count;
  }

  /** Deletes events of every organization that are older than an instant, labelled or given up: the rest isn't finished.
   * @returns how many */
  async deleteBefore(cutoff: Date): Promise<number> {
    const old = [
      ...RISK_LABELS.map((riskLabel) => ({ field: 'timestamp', cutoff, filter: { riskLabel } }) as const),
      { field: 'dead.at', cutoff } as const,
    ];
    const deletions = EVENT_KINDS.flatMap((kind) => old.map((one) => deleteOlder(this.collections.of(kind), one)));
    return (await Promise.all(deletions)).reduce((sum, count) => sum + count, 0);
  }
}

/** What is encoded at once, by weight: some milliseconds. An event may weigh a thousand times as much as another. */
const WEIGHT_AT_ONCE = 30_000;

function partsOf<Event>(weightOf: (event: Event) => number): PartSize<Event> {
  return { items: EVENTS_AT_ONCE, weight: WEIGHT_AT_ONCE, weightOf };
}

function mlWeight({ inputData, prediction }: MlEvent): number {
  return jsonWeight(inputData) + jsonWeight(prediction);
}

function llmWeight({ prompt, response }: LlmEvent): number {
  return jsonWeight(prompt) + jsonWeight(response);
}

/** Reads documents one by one: the driver decodes each when it is asked for it, and a thousand of them may be large. */
async function read<Document, Event>(
  documents: AsyncIterable<Document>,
  eventOf: (document: Document) => Event,
): Promise<Event[]> {
  const events: Event[] = [];
  const pace = new Pace();
  for await (const document of documents) {
    events.push(eventOf(document));
    if (pace.isDue()) await pace.rest();
  }
  return events;
}
