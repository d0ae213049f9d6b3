import { describe, expect, it } from 'vitest';
import type { Verdict } from './compare-windows.js';
import { type Episode, nextEpisode } from './episode.js';

const VERDICT: Verdict = { method: 'psi', p: 1e-9, size: 0.2, direction: 'shape', windowBuckets: 1, windowValues: 100 };

/** `!` strong evidence, `-` some, `.` none. */
function run(evidence: string, windowBuckets = 1): string {
  let episode: Episode | null = null;
  return evidence
    .split('')
    .map((sign, startMs) => {
      const verdict = { ...VERDICT, windowBuckets };
      const step = nextEpisode(episode, { startMs, verdict, shouldOpen: sign === '!', isCalm: sign === '.' });
      episode = step.episode;
      if (step.opened !== null) return 'o';
      return step.closed === null ? (episode === null ? ' ' : '=') : 'c';
    })
    .join('');
}

describe(nextEpisode.name, () => {
  it.each([
    { when: 'strong evidence opens, six calm buckets close', evidence: '..!......', states: '  o=====c' },
    { when: 'some evidence opens nothing', evidence: '----', states: '    ' },
    { when: 'some evidence keeps an open one', evidence: '!.....-......', states: 'o===========c'.slice(0, 13) },
    { when: 'more strong evidence is the same episode', evidence: '!.!.!......', states: 'o=========c' },
    { when: 'the next one is its own', evidence: '!......!', states: 'o=====co' },
  ])('$when', ({ evidence, states }) => expect(run(evidence)).toBe(states));

  it('what took a long window to see takes as long to be over', () => {
    expect(run(`!${'.'.repeat(12)}`, 12)).toBe(`o${'='.repeat(11)}c`);
  });
});
