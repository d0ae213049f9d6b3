import type { Reporter, TestModule } from 'vitest/node';
import { ROWS, WAITING } from '../waiting.js';

const ROW = /\bhostile-(\d{2,3})\b/g;

/** Counts the rows of the list of hostile inputs: each is asserted by a test that passed, or waits for a named feature. The
 * run fails where a row is neither, or both. */
export default class Rows implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const states = new Map<number, boolean>();
    for (const test of tests) {
      for (const [, row = ''] of test.fullName.matchAll(ROW)) {
        states.set(Number(row), (states.get(Number(row)) ?? true) && test.result().state === 'passed');
      }
    }
    const rows = Array.from({ length: ROWS }, (_none, index) => index + 1);
    const asserted = rows.filter((row) => states.get(row) === true && !(row in WAITING));
    const waiting = rows.filter((row) => row in WAITING && !states.has(row));
    const faults = rows.flatMap((row) => faultOf(row, states.get(row)));
    for (const row of waiting) process.stdout.write(`waiting: ${row}, ${WAITING[row]}\n`);
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    process.stdout.write(`${ROWS} rows, ${asserted.length} asserted, ${waiting.length} waiting\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

function faultOf(row: number, passed: boolean | undefined): string[] {
  if (passed === undefined) return row in WAITING ? [] : [`row ${row} has no test and waits for nothing`];
  if (row in WAITING) return [`row ${row} has a test and waits for something`];
  return passed ? [] : [`row ${row} has a test that did not pass`];
}
