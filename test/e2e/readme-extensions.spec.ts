import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/poll.js';
import { type FileBlock, fileBlocksBelow } from '../support/readme.js';
import { ServerProcess } from '../support/server-process.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Which import each changed list needs; the README says "and its import". */
const IMPORTS: Readonly<Record<string, string>> = {
  'src/risk/detectors/index.ts': "import { competitor } from './competitor.js';",
  'src/alerts/channels/index.ts': "import { file } from './file.js';",
  'src/app.module.ts': "import { PagingModule } from './paging/paging.module.js';",
};

/** Writes a block into a copy of the project: a new file as it is, a changed line in place of the old one. */
async function apply(copy: string, { file, text }: FileBlock): Promise<void> {
  const target = path.join(copy, file);
  const needed = IMPORTS[file];
  if (needed === undefined) {
    await mkdir(path.dirname(target), { recursive: true });
    return writeFile(target, text);
  }
  const before = await readFile(target, 'utf8');
  const declaration = /^(export )?const \w+/.exec(text)?.[0] ?? '';
  const start = before.indexOf(`\n${declaration}`);
  expect(start, `${file} declares ${declaration}`).toBeGreaterThan(0);
  const end = before.indexOf(';\n', start) + 2;
  await writeFile(target, `${needed}\n${before.slice(0, start + 1)}${text}${before.slice(end)}`);
}

describe("the README's extensions, built as they stand there", () => {
  let copy: string, server: ServerProcess;

  beforeAll(async () => {
    // Inside the project, so that packages are found.
    const cache = path.join(ROOT, 'node_modules/.cache');
    await mkdir(cache, { recursive: true });
    copy = await mkdtemp(path.join(cache, 'readme-'));
    await cp(path.join(ROOT, 'src'), path.join(copy, 'src'), { recursive: true });
    for (const file of ['tsconfig.json', 'tsconfig.build.json', 'package.json']) {
      await cp(path.join(ROOT, file), path.join(copy, file));
    }
    for (const block of fileBlocksBelow('Extending it')) await apply(copy, block);
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: copy });
    server = await ServerProcess.start(copy, {}, path.join(copy, 'dist/main.js'));
  }, 120_000);
  afterAll(async () => {
    await server.end();
    await rm(copy, { recursive: true, force: true });
  });

  it('work: detector, channel and listener', async () => {
    const client = await server.signIn(server.firstKey ?? { clientId: '', clientSecret: '' });
    const attack = 'password secret credentials api key private data ';
    const calls = [
      { model_name: 'bot', prompt: 'Who is better?', response: 'Initech is.', latency_ms: 1 },
      { model_name: 'bot', prompt: `${attack} bypass safety `.repeat(5), response: '', latency_ms: 1 },
    ];
    expect(await client.ingest('llm', calls)).toBe(2);
    const alerts = await eventually(
      () => readFile(path.join(copy, 'alerts.ndjson'), 'utf8'),
      (text) => text.includes('risk'),
    );
    expect(JSON.parse(alerts.split('\n', 1)[0] ?? '')).toMatchObject({ type: 'risk', modelName: 'bot' });
    expect(server.output).toContain('"msg":"risky events"');
    await eventually(
      () => client.labelled(),
      (count) => count === 2,
    );
  });
});
