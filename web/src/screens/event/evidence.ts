import { api, unwrapped } from '../../api/client.js';
import { session } from '../../api/session.js';
import type { EventDetail, FlaggedSpan } from '../../api/types.js';
import { useResource } from '../../api/use-resource.js';

/** A place in a text that says something about its risk. */
export interface Mark extends Pick<FlaggedSpan, 'rule' | 'flag' | 'part' | 'start' | 'end' | 'strength'> {
  /** Whether the text there was replaced by asterisks before it was stored. */
  readonly isMasked: boolean;
}

/** Why a call is labelled as it is. */
export interface Evidence {
  readonly marks: readonly Mark[];
  /** Whose view it is, in a sentence. */
  readonly hint: string;
}

/** The evidence of a call. That of its label where there is any; where it was labelled by the plain formula, which keeps none,
 * what the classifier sees in the same texts. */
export function useEvidence(event: EventDetail): Evidence {
  const { risk, masked } = event;
  const own = risk?.evidence ?? [];
  const asks = risk?.policy === 'baseline' && own.length === 0 && mayAsk() && event.flags.length > 0;
  const view = useResource(asks ? event.id : '', async () => (asks ? seenIn(event) : []));
  const spans = own.length > 0 ? own : (view.value ?? []);
  const covered = masked.filter((span) => !spans.some((other) => isSame(span, other)));
  const marks = [...spans, ...covered].map((span) => ({ ...span, isMasked: masked.some((one) => isSame(one, span)) }));
  return { marks, hint: hintOf(risk?.policy, asks) };
}

async function seenIn({ prompt, response }: EventDetail): Promise<readonly FlaggedSpan[]> {
  const answer = await api.POST('/risk/classify', { body: { prompt: prompt ?? '', response: response ?? '' } });
  return unwrapped(answer).evidence;
}

function mayAsk(): boolean {
  return session.get()?.scopes.includes('ingest') ?? false;
}

function isSame(one: FlaggedSpan, other: FlaggedSpan): boolean {
  return one.rule === other.rule && one.part === other.part && one.start === other.start && one.end === other.end;
}

function hintOf(policy: string | undefined, isAsked: boolean): string {
  if (policy === undefined) return 'This call has no label yet.';
  if (isAsked) return 'Labelled by the policy “baseline”, which counts words. Marked is what the classifier sees.';
  return `Labelled by the policy “${policy}”.`;
}
