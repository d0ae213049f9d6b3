import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/poll.js';
import { blocksBelow } from '../support/readme.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

const run = promisify(execFile);

/** What differs from one tour to the next: ids and times. */
function comparable(output: string): unknown[] {
  const steady = output
    .replaceAll(/[0-9a-f]{32}/g, 'ID')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'TIME')
    .replaceAll(',…]', ']');
  return steady
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe("the README's tour", () => {
  const blocks = blocksBelow('Five-minute tour');
  const outputs = blocks.filter(({ language }) => language === 'json').map(({ text }) => comparable(text));
  const [preparation = '', ...steps] = blocks.filter(({ language }) => language === 'bash').map(({ text }) => text);
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, server: ServerProcess;

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await ServerProcess.start(folder.path);
  });
  afterAll(async () => {
    await server.end();
    await folder.remove();
  });

  /** Runs a block in a shell, after the tour's preparation with this server's key. */
  async function shell(block: string): Promise<unknown[]> {
    const { clientId, clientSecret } = server.firstKey ?? { clientId: '', clientSecret: '' };
    const script = `${preparation}\n${block}`
      .replace(
        /AEGIS_CLIENT_ID=\S+ AEGIS_CLIENT_SECRET=\S+/,
        `AEGIS_CLIENT_ID=${clientId} AEGIS_CLIENT_SECRET=${clientSecret}`,
      )
      .replaceAll('http://127.0.0.1:8000', server.url);
    return comparable((await run('bash', ['-euo', 'pipefail', '-c', script])).stdout);
  }

  it('has an output for each step', () => expect(steps).toHaveLength(outputs.length));

  it('gives the printed outputs, line by line', async () => {
    const reading = steps.at(-1) ?? '';
    for (const [index, step] of steps.slice(0, -1).entries()) expect(await shell(step)).toEqual(outputs[index]);
    const [wantedDistribution, wantedModels, wantedHealth, wantedAlerts] = outputs.at(-1) ?? [];
    const [, , , alerts] = await eventually(
      () => shell(reading),
      (lines) => isDeepStrictEqual(lines.slice(0, 3), [wantedDistribution, wantedModels, wantedHealth]),
    );
    expect(alerts).toEqual(expect.arrayContaining(wantedAlerts as unknown[]));
    expect(alerts).toHaveLength(3);
  });
});
