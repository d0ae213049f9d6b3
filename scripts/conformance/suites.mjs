// Collects tests as mocha would (`describe`, `context`, `it`) and runs them one after the other.

/** What a test throws to be left out. */
class Skipped extends Error {}

/** Hooks of mocha: the runner's files have none that matter here. */
function ignored() {}

function leaveOut() {
  throw new Skipped();
}

/** @returns {{globals: object, tests: {area: string, title: string, run: Function}[]}} globals for the files that define tests */
export function collector() {
  const tests = [];
  const titles = [];
  const describe = (title, define) => {
    titles.push(title);
    define.call({ timeout() {} });
    titles.pop();
  };
  const it = (title, run) => tests.push({ title: [...titles, title].join(' > '), run });
  return {
    tests,
    globals: {
      describe,
      context: describe,
      it,
      before: ignored,
      after: ignored,
      beforeEach: ignored,
      afterEach: ignored,
    },
  };
}

/** Runs a test in a context like mocha's.
 * @returns {Promise<{state: 'passed' | 'failed' | 'skipped', reason: string}>} */
export async function runTest({ run, title }, configuration, limitMs) {
  const self = { title, skipReason: undefined };
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([run.call({ configuration, test: self, skip: leaveOut }), late]);
    return { state: 'passed', reason: '' };
  } catch (error) {
    if (error instanceof Skipped) return { state: 'skipped', reason: self.skipReason ?? 'no reason given' };
    return { state: 'failed', reason: String(error?.message ?? error) };
  } finally {
    clearTimeout(timer);
  }
}
