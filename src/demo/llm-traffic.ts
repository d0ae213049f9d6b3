import { isDuring, type Minute, rounded, timesWithin } from './story.js';
import { ATTACKS, BORING, CLUMSY_ATTACKS, type Conversation, LEAKS, longConversation } from './texts.js';

/** A call of a language model as it is sent. */
export interface LlmTraffic extends Conversation {
  readonly model_name: string;
  readonly latency_ms: number;
  readonly timestamp: string;
}

/** Somebody tries things. */
const ATTACK = { from: 13, to: 10 };
/** A bad prompt template makes a model say too much. */
const LEAK = { from: 6, to: 4 };
const CLUMSY_SHARE = 0.01;

/** @returns the calls of one minute, in the order of their times */
export function llmEvents(minute: Minute): LlmTraffic[] {
  return [
    ...calls(minute, { model: 'gpt-4o', perMinute: 40, meanMs: 1400 }, everyday),
    ...calls(minute, { model: 'support-bot', perMinute: 60, meanMs: 900 }, everyday),
    ...calls(minute, { model: 'summarizer', perMinute: 20, meanMs: 2200 }, ({ random }) =>
      longConversation(Math.floor(random.between(3, 21))),
    ),
    ...(isDuring(minute, ATTACK)
      ? calls(minute, { model: 'support-bot', perMinute: 6, meanMs: 700 }, ({ random }) => random.pick(ATTACKS))
      : []),
    ...(isDuring(minute, LEAK)
      ? calls(minute, { model: 'gpt-4o', perMinute: 8, meanMs: 1600 }, ({ random }) => random.pick(LEAKS))
      : []),
  ].sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
}

function calls(
  minute: Minute,
  { model, perMinute, meanMs }: { model: string; perMinute: number; meanMs: number },
  conversation: (minute: Minute) => Conversation,
): LlmTraffic[] {
  const { random } = minute;
  return timesWithin(minute, perMinute).map((timestamp) => ({
    model_name: model,
    ...conversation(minute),
    latency_ms: rounded(Math.max(50, random.normal(meanMs, meanMs * 0.3))),
    timestamp,
  }));
}

function everyday({ random }: Minute): Conversation {
  return random.pick(random.next() < CLUMSY_SHARE ? CLUMSY_ATTACKS : BORING);
}
