import { describe, expect, it } from 'vitest';
import { storedLabels } from './stored-labels.js';
import type { LlmEvent, Verdict } from './telemetry.facts.js';

const timestamp = new Date('2026-03-01T12:00:00Z');

function event(id: string, modelName = 'chat'): LlmEvent {
  return { id, modelName, prompt: '', response: '', latencyMs: 1, tokenCount: 1, timestamp };
}

function verdict(eventId: string): Verdict {
  return { eventId, riskScore: 0.5, riskLabel: 'suspicious', flags: ['long_prompt'] };
}

describe(storedLabels.name, () => {
  it('puts verdicts and events together', () =>
    expect(storedLabels([event('a'), event('b', 'bot')], [verdict('a'), verdict('b')])).toEqual([
      { eventId: 'a', modelName: 'chat', timestamp, riskScore: 0.5, riskLabel: 'suspicious' },
      { eventId: 'b', modelName: 'bot', timestamp, riskScore: 0.5, riskLabel: 'suspicious' },
    ]));

  it.each([
    { when: 'a verdict is missing', events: [event('a'), event('b')], verdicts: [verdict('a')] },
    { when: 'a verdict is of no event', events: [event('a')], verdicts: [verdict('a'), verdict('b')] },
    { when: 'the order differs', events: [event('a'), event('b')], verdicts: [verdict('b'), verdict('a')] },
    { when: 'a name has half a character', events: [event('a', 'chat\uD83D')], verdicts: [verdict('a')] },
  ])('gives up where $when', ({ events, verdicts }) => expect(storedLabels(events, verdicts)).toBeNull());
});
