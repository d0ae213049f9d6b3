import { describe, expect, it } from 'vitest';
import { asDesigned } from './rules.js';
import { type Scenario, scenarios } from './scenarios.js';
import { type Finding, search } from './search.js';
import { type Shortcut, shortcuts } from './shortcuts.js';

/*
 * A state search of the delivery machine (delivery.md 1.2 and 1.3). A state is the database and the memory of two processes;
 * a step is one atomic database operation of one actor, a claim, an expiry or a kill -9. The search tries every order of steps.
 *
 *   machine.ts    what a state is               scenarios.ts   what clients send, what may fail
 *   *-steps.ts    the machine, step by step     rules.ts       its decisions; shortcuts.ts takes some of them otherwise
 *   invariants.ts what must hold                search.ts      all interleavings, and the shortest story of what goes wrong
 *
 * findings.txt tells the shortest story of every shortcut. After a wanted change of the machine: vitest -u, then read the diff.
 */

/** A search takes seconds of one processor, and others may want it too. */
const SEARCH_MS = 120_000;

const found = new Map<string, Finding>();

/** Each search runs once, whichever test asks first. */
function findingOf({ name, scenario, change = {} }: { name: string; scenario: Scenario } & Partial<Shortcut>): Finding {
  const finding = found.get(name) ?? search({ scenario, rules: { ...asDesigned, ...change } });
  found.set(name, finding);
  return finding;
}

function searchOf(scenario: Scenario): Finding {
  return findingOf({ name: scenario.name, scenario });
}

function storyOf({ broken, story }: Finding): string {
  return [...story.map((step, i) => `  ${i + 1}. ${step}`), `  => ${broken}`].join('\n');
}

describe('the delivery machine keeps every promise, whatever the order of steps', () => {
  it.for(scenarios)('$name', { timeout: SEARCH_MS }, async (scenario, { annotate }) => {
    const finding = searchOf(scenario);
    await annotate(`${finding.states} states, ${finding.transitions} steps between them`);
    expect(finding.broken, storyOf(finding)).toBeNull();
  });
});

describe('a shortcut is refuted', () => {
  it.for(shortcuts)('$name: $breaks, after $steps steps', { timeout: SEARCH_MS }, async (shortcut, { annotate }) => {
    const finding = findingOf(shortcut);
    await annotate(finding.story.join(' > '));
    expect({ breaks: finding.broken, steps: finding.story.length }).toEqual({
      breaks: shortcut.breaks,
      steps: shortcut.steps,
    });
  });
});

it('tells the stories of findings.txt', { timeout: SEARCH_MS }, async () => {
  const sizes = scenarios.map((scenario) => {
    const { states, transitions } = searchOf(scenario);
    return `${scenario.name}: ${states} states, ${transitions} steps between them, nothing broken`;
  });
  const stories = shortcuts.map((shortcut) => `${shortcut.name}\n${storyOf(findingOf(shortcut))}`);
  await expect([...sizes, ...stories, ''].join('\n\n')).toMatchFileSnapshot('findings.txt');
});
