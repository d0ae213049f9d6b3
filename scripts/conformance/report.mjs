// What a run came to: counts by area, then what is not supported by the error that was given, then every other failure.
import { writeFileSync } from 'node:fs';
import { explanationOf } from './explained.mjs';

/** How the embedded database refuses what it leaves to MongoDB. */
const REFUSAL = /([^\n:]{1,120}?) is not supported by the embedded database|no such command: '(\w+)': the embedded/i;
const STATES = ['passed', 'unsupported', 'explained', 'failed', 'skipped'];

/** Tells refusals, which are answers, and what is no fault of the server from failures.
 * @param results of a run
 * @returns the same with `feature` where something was refused */
export function judged(results) {
  return results.map((result) => {
    if (result.state !== 'failed') return result;
    const why = explanationOf(result);
    if (why !== undefined) return { ...result, state: 'explained', reason: why };
    const refusal = REFUSAL.exec(result.reason);
    if (refusal === null) return result;
    return { ...result, state: 'unsupported', feature: (refusal[1] ?? `The command ${refusal[2]}`).trim() };
  });
}

/** Prints a run, and writes it where that is asked. @returns the number of failures that are no refusals */
export function report(results, { json, isBrief = false } = {}) {
  const all = judged(results);
  if (json !== undefined) writeFileSync(json, JSON.stringify(all, null, 1));
  const failures = all.filter(({ state }) => state === 'failed');
  if (!isBrief) {
    for (const { area, title, reason } of failures) console.log(`FAILED ${area}: ${title}\n  ${oneLine(reason)}`);
    list(
      'Refused, by what was said not to be supported',
      all.filter(({ state }) => state === 'unsupported'),
      'feature',
    );
    list(
      'Skipped, by reason',
      all.filter(({ state }) => state === 'skipped'),
      'reason',
    );
  }
  const areas = [...new Set(all.map(({ area }) => area))];
  const rows = isBrief || areas.length > 20 ? {} : Object.fromEntries(areas.map((area) => [area, counts(all, area)]));
  console.table({ ...rows, all: counts(all) });
  return failures.length;
}

function counts(all, area) {
  const own = area === undefined ? all : all.filter((result) => result.area === area);
  return Object.fromEntries(STATES.map((state) => [state, own.filter((result) => result.state === state).length]));
}

function list(title, results, field) {
  const numbers = new Map();
  for (const result of results) numbers.set(result[field], (numbers.get(result[field]) ?? 0) + 1);
  console.log(`\n${title}:`);
  for (const [text, count] of [...numbers].sort((a, b) => b[1] - a[1])) console.log(`  ${count}\t${oneLine(text)}`);
}

function oneLine(text) {
  return text.trim().split('\n')[0].slice(0, 200);
}
