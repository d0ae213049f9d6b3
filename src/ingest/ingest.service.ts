import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Pace, paced } from '../lib/pace.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { type Fault, ValidationFailed } from '../platform/errors/app-error.js';
import { itemIndexOf } from '../platform/errors/item-faults.js';
import { eventIdOf } from '../lib/event-id.js';
import { ActiveModelsService } from '../telemetry/active-models.service.js';
import type { EventKind, EventList } from '../telemetry/telemetry.facts.js';
import { TelemetryService } from '../telemetry/telemetry.service.js';
import { type LlmDraft, llmEventOf, type MlDraft, mlEventOf } from './event-drafts.js';
import { llmFaults, mlFaults, repeatedIds } from './event-limits.js';
import { fingerprintOf } from './fingerprint.js';
import { toFault, toRejections } from './ingest.mapper.js';
import type { LimitFault } from './limit-fault.js';
import type { Placed, Receipt, Submission } from './submission.js';

/** Takes batches: checks them against the limits, then hands them to the one accept path. */
@Injectable()
export class IngestService {
  constructor(
    private readonly telemetry: TelemetryService,
    private readonly models: ActiveModelsService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Stores predictions.
   * @throws ValidationFailed naming every faulty field, unless the submission is lenient; nothing is stored then
   * @throws what TelemetryService.accept throws */
  async acceptMl(orgId: OrgId, submission: Submission<MlDraft>): Promise<Receipt> {
    const now = this.clock.now();
    const found = await sorted(submission, (draft) => mlFaults(draft, this.config, now));
    const { good, faults } = await this.admitted(orgId, submission, { ...found, now });
    const idOf = ids(orgId, 'ml', submission, now);
    const events = await paced(good, (placed) => mlEventOf(placed.draft, idOf(placed), now));
    return this.store(orgId, { kind: 'ml', events }, submission, { good, faults });
  }

  /** Stores calls of language models.
   * @throws as acceptMl */
  async acceptLlm(orgId: OrgId, submission: Submission<LlmDraft>): Promise<Receipt> {
    const now = this.clock.now();
    const found = await sorted(submission, (draft) => llmFaults(draft, this.config, now));
    const { good, faults } = await this.admitted(orgId, submission, { ...found, now });
    const idOf = ids(orgId, 'llm', submission, now);
    const events = await paced(good, (placed) => llmEventOf(placed.draft, idOf(placed), now));
    return this.store(orgId, { kind: 'llm', events }, submission, { good, faults });
  }

  /** Leaves out events of models that the organization has no room for.
   * @throws ValidationFailed where events are faulty and the submission isn't lenient */
  private async admitted<Draft extends MlDraft | LlmDraft>(
    orgId: OrgId,
    { isLenient }: Submission<Draft>,
    { good, faults, now }: Sorted<Draft> & { readonly now: Date },
  ): Promise<Sorted<Draft>> {
    if (faults.length > 0 && !isLenient) throw new ValidationFailed(faults);
    const names = good.map(({ draft }) => draft.modelName);
    const refused = await this.models.admit(orgId, names, { now, isAllOrNone: !isLenient });
    if (refused.size === 0) return { good, faults };
    const left = good.filter(({ draft }) => refused.has(draft.modelName));
    const all = inOrder([...faults, ...left.map(({ index }) => toFault(TOO_MANY_MODELS, index))]);
    if (!isLenient) throw new ValidationFailed(all);
    return { good: good.filter(({ draft }) => !refused.has(draft.modelName)), faults: all };
  }

  private async store(
    orgId: OrgId,
    list: EventList,
    { isLenient, idempotency }: Submission<MlDraft | LlmDraft>,
    { good, faults }: Sorted<MlDraft | LlmDraft>,
  ): Promise<Receipt> {
    const request =
      idempotency === null
        ? null
        : { key: idempotency.key, fingerprint: await fingerprintOf(idempotency.events, faults) };
    const stored = await this.telemetry.accept(orgId, list, request);
    const left = good.filter((_placed, nth) => !stored.has(list.events[nth]?.id ?? ''));
    const all = inOrder([...faults, ...left.map(({ index }) => toFault(REJECTED_BEFORE, index))]);
    if (left.length > 0 && !isLenient) throw new ValidationFailed(all);
    return { ingested: stored.size, rejected: toRejections(all) };
  }
}

const TOO_MANY_MODELS: LimitFault = {
  path: ['modelName'],
  code: 'too_many_models',
  msg: 'would be one model more than the organization may have',
};

/** An event that was faulty when its request came first may be good when that comes again: it gets the same answer. */
const REJECTED_BEFORE: LimitFault = {
  path: [],
  code: 'rejected_before',
  msg: 'was rejected when this request came first: send it with another Idempotency-Key',
};

interface Sorted<Draft> {
  readonly good: readonly Placed<Draft>[];
  /** In the order of the events. */
  readonly faults: readonly Fault[];
}

/** Tells good events from faulty ones, of a long list in parts. */
async function sorted<Draft extends MlDraft | LlmDraft>(
  { drafts, faults }: Submission<Draft>,
  limitFaults: (draft: Draft) => LimitFault[],
): Promise<Sorted<Draft>> {
  const repeated = repeatedIds(drafts);
  const found: Fault[] = [];
  const pace = new Pace();
  for (const { draft, index } of drafts) {
    if (pace.isDue()) await pace.rest();
    for (const fault of repeated.get(index) ?? []) found.push(toFault(fault, index));
    for (const fault of limitFaults(draft)) found.push(toFault(fault, index));
  }
  if (faults.length === 0 && found.length === 0) return { good: drafts, faults };
  const all = inOrder([...faults, ...found]);
  const faulty = new Set(all.map(itemIndexOf));
  return { good: drafts.filter(({ index }) => !faulty.has(index)), faults: all };
}

function inOrder(faults: readonly Fault[]): Fault[] {
  return [...faults].sort((one, other) => (itemIndexOf(one) ?? 0) - (itemIndexOf(other) ?? 0));
}

function ids(orgId: OrgId, kind: EventKind, { idempotency }: Submission<MlDraft | LlmDraft>, now: Date) {
  const key = idempotency?.key ?? null;
  return ({ draft: { senderId }, index }: Placed<MlDraft | LlmDraft>): string =>
    eventIdOf({ orgId, kind, senderId, key, index }, now);
}
