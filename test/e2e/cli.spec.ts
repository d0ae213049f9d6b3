import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findRunningOwner } from '../../src/embedded-mongo/lock-file.js';
import { eventually } from '../support/poll.js';
import { type Finished, runProgram } from '../support/program.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

interface NewKey {
  readonly organizationId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}
interface VerifyJson {
  readonly bucketsChecked: number;
  readonly mismatches: readonly { readonly modelName: string }[];
}

/** What is about a data directory that a process has for itself. */
const embeddedOnly = it.skipIf(inject('isShared'));

type Folder = Awaited<ReturnType<typeof temporaryFolder>>;

async function aegis(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return runProgram('cli.js', args, { folder, env });
}

/** The one object on standard output, where there is nothing else. */
async function json<Answer>(folder: string, args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await aegis(folder, [...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Answer;
}

const NOTHING_WRONG = {
  dataFile: { bytes: expect.any(Number), documents: expect.any(Number), entries: expect.any(Number) },
  bucketsDirty: 0,
  batchesOpen: 0,
  eventsUnlabelled: 0,
  mismatches: [],
  signalBucketsChecked: 0,
  signalMismatches: [],
};

describe('the command line beside a running server', () => {
  let folder: Folder, server: ServerProcess, key: NewKey;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await ServerProcess.start(folder.path);
    const { organizationId } = await json<NewKey>(folder.path, ['org:create', '--name', ' Acme ']);
    key = await json<NewKey>(folder.path, ['key:create', '--org', organizationId]);
    expect(key.organizationId).toBe(organizationId);
  });
  afterAll(async () => {
    await server.end();
    await folder.remove();
  });

  it('makes keys that are good at once', async () => {
    const client = await server.signIn(key);
    expect(await client.labelled()).toBe(0);
  });

  it('revokes keys', async () => {
    const { clientId, clientSecret } = await json<NewKey>(folder.path, ['key:create', '--org', key.organizationId]);
    expect(await json(folder.path, ['key:revoke', '--client-id', clientId])).toEqual({ clientId, wasActive: true });
    await expect(server.signIn({ clientId, clientSecret })).rejects.toThrow('401');
    const again = await aegis(folder.path, ['key:revoke', '--client-id', clientId]);
    expect(again).toEqual({ code: 0, stdout: `${clientId} had been revoked before.\n`, stderr: '' });
  });

  it('makes keys with scopes, an end and a name, and lists them without secrets', async () => {
    const { organizationId } = await json<NewKey>(folder.path, ['org:create', '--name', 'Scoped']);
    const wish = ['--scopes', 'read ingest', '--expires-in-days', '30', '--name', 'Sender'];
    const made = await json<NewKey>(folder.path, ['key:create', '--org', organizationId, ...wish]);
    expect(made).toMatchObject({ scopes: ['ingest', 'read'], expiresAt: expect.stringMatching(/Z$/) });
    await (await server.signIn(made)).labelled();
    const listed = await aegis(folder.path, ['key:list', '--org', organizationId, '--json']);
    expect(listed.stdout).not.toMatch(/\$2b\$|aegs_/);
    const { keys } = JSON.parse(listed.stdout) as { keys: object[] };
    expect(keys).toMatchObject([
      { clientId: made.clientId, name: 'Sender', isActive: true, scopes: ['ingest', 'read'] },
    ]);
    const plain = await aegis(folder.path, ['key:list', '--org', organizationId]);
    expect(plain.stdout).toMatch(
      /^aegis_\S+ {2}active {3}scopes ingest read {2}expires \S+Z {2}last used \S+ {2}"Sender"\n$/,
    );
  });

  it('shuts an organization out, and lists and verifies what was done', async () => {
    const { organizationId } = await json<NewKey>(folder.path, ['org:create', '--name', 'Audited']);
    const made = await json<NewKey>(folder.path, ['key:create', '--org', organizationId]);
    await json(folder.path, ['org:disable', '--org', organizationId]);
    const { stdout } = await aegis(folder.path, ['audit:list', '--org', organizationId]);
    expect(stdout).toMatch(
      /^3 {2}\S+Z {2}organization_disabled {2}- {2}by command_line {2}\{\}\n2 {2}\S+Z {2}key_created /,
    );
    const verified = await json(folder.path, ['audit:verify', '--org', organizationId]);
    expect(verified).toMatchObject({ entries: 3, brokenAt: null, head: { sequence: 3 }, faults: [] });
    await expect(server.signIn(made)).rejects.toThrow('401');
  }, 60_000);

  embeddedOnly('finds nothing wrong, then what is wrong, in plain words and as JSON', async () => {
    const client = await server.signIn(key);
    await client.ingest('llm', [{ model_name: 'gpt', prompt: 'hello', response: 'hi', latency_ms: 5 }]);
    await eventually(
      () => client.labelled(),
      (count) => count === 1,
    );
    expect(await json(folder.path, ['verify'])).toEqual({
      organizations: 4,
      bucketsChecked: 4,
      signalBucketsWaiting: 1,
      ...NOTHING_WRONG,
    });

    await tamperWithRollups(path.join(folder.path, 'data'));
    const plain = await aegis(folder.path, ['verify']);
    expect(plain).toMatchObject({ code: 1, stderr: '' });
    expect(plain.stdout).toMatch(/^2 {2}mismatches$/m);
    expect(plain.stdout).toMatch(/^llm "gpt" of [0-9a-f]{24} at .*rolled up {"normal":7,.*recounted {"normal":1,/m);
    const { code, stdout } = await aegis(folder.path, ['verify', '--json']);
    expect(code).toBe(1);
    const found = JSON.parse(stdout) as VerifyJson;
    const bucket = { organizationId: key.organizationId, kind: 'llm', modelName: 'gpt' };
    expect(found.mismatches).toMatchObject([
      { ...bucket, level: 'ten_seconds' },
      { ...bucket, level: 'day' },
    ]);
  });

  embeddedOnly('is what a second server on the same data is not allowed to be', async () => {
    const second = ServerProcess.launch(folder.path);
    expect(await second.exit()).toMatchObject({ code: 1 });
    expect(second.output).toContain('The data directory is in use by process');
  });
});

/** Makes every roll-up of two levels of a running server wrong. */
async function tamperWithRollups(dataDir: string): Promise<void> {
  const owner = await findRunningOwner(dataDir);
  const connection = await mongoose.createConnection(owner?.uri ?? '', { dbName: 'aegisai' }).asPromise();
  for (const level of ['rollups', 'rollups_day']) {
    await connection.collection(level).updateMany({}, { $set: { normal: 7 } });
  }
  await connection.close();
}

describe('the command line without a server', () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it('makes the first key, which a server started later takes for the first', async () => {
    const made = await aegis(folder.path, ['org:create', '--name', 'Acme']);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const [, organizationId = ''] = /^Organization "Acme": ([0-9a-f]{24})$/m.exec(made.stdout) ?? [];
    const { stdout } = await aegis(folder.path, ['key:create', '--org', organizationId]);
    const [, clientId = ''] = /^ {2}clientId {6}(\S+)$/m.exec(stdout) ?? [];
    const [, clientSecret = ''] = /^ {2}clientSecret {2}(\S+)$/m.exec(stdout) ?? [];
    const server = await ServerProcess.start(folder.path);
    try {
      expect(server.firstKey).toBeNull();
      expect(await (await server.signIn({ clientId, clientSecret })).labelled()).toBe(0);
    } finally {
      await server.end();
    }
  });

  embeddedOnly('verifies', async () => {
    expect(await json(folder.path, ['verify'])).toEqual({
      organizations: 1,
      bucketsChecked: 0,
      signalBucketsWaiting: 0,
      ...NOTHING_WRONG,
    });
  });

  it('writes the OpenAPI document that the server serves, and needs no data for it', async () => {
    const empty = await temporaryFolder();
    const file = path.join(empty.path, 'openapi.json');
    expect(await aegis(empty.path, ['openapi:write', file])).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(path.join(empty.path, 'data'))).toBe(false);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^{\n {2}"openapi".*}\n$/s);
    const committed = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed), 'docs/openapi.json is stale: npm run openapi').toEqual(JSON.parse(text));
    const server = await ServerProcess.start(empty.path);
    try {
      expect(JSON.parse(text)).toEqual(await (await fetch(`${server.url}/openapi.json`)).json());
    } finally {
      await server.end();
      await empty.remove();
    }
  });

  const UNREACHABLE = { MONGO_URI: 'mongodb://127.0.0.1:1/' };
  it.each([
    { what: 'an unknown command', args: ['frob'], line: /^error: unknown command 'frob'$/ },
    { what: 'an unknown option', args: ['verify', '--frob'], line: /^error: unknown option '--frob'$/ },
    { what: 'a missing option', args: ['key:create'], line: /^error: required option '--org <id>' not specified$/ },
    { what: 'a malformed organization', args: ['key:create', '--org', 'x'], line: /^error: Organization not found\.$/ },
    {
      what: 'an unknown organization',
      args: ['key:create', '--org', '0'.repeat(24)],
      line: /^error: Organization not/,
    },
    { what: 'an unknown key', args: ['key:revoke', '--client-id', 'x'], line: /^error: API key not found\.$/ },
    { what: 'an empty name', args: ['org:create', '--name', ''], line: /^error: An organization's name has 1 to 100/ },
    { what: 'a database away', args: ['verify'], env: UNREACHABLE, line: /^error: The database is not available\./ },
    { what: 'a file in nowhere', args: ['openapi:write', 'no/where.json'], line: /^error: ENOENT/ },
  ])('says $what in one line on standard error', async ({ args, line, env = {} }) => {
    const { code, stdout, stderr } = await aegis(folder.path, args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(line);
  });

  it('names every fault of the configuration and ends with 78', async () => {
    const { code, stdout, stderr } = await aegis(folder.path, ['verify', '--json'], {
      PORT: 'x',
      JWT_ALGORITHM: 'none',
    });
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toMatch(/^ {2}PORT .*\n {2}JWT_ALGORITHM .*\n$/m);
  });

  it('explains itself', async () => {
    const { code, stdout } = await aegis(folder.path, ['--help']);
    expect(code).toBe(0);
    for (const command of ['org:create', 'key:create', 'key:revoke', 'verify', 'openapi:write']) {
      expect(stdout).toContain(`  ${command} `);
    }
  });
});
