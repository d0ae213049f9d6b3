import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

let temporary: TemporaryServer;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());

describe('the stable API', () => {
  it.each([
    { command: { ping: 1, apiVersion: '1' }, code: 0 },
    { command: { ping: 1, apiVersion: '1', apiStrict: true, apiDeprecationErrors: true }, code: 0 },
    { command: { distinct: 'items', key: 'a', apiVersion: '1' }, code: 0 },
    { command: { distinct: 'items', key: 'a', apiVersion: '1', apiStrict: true }, code: 323 },
    { command: { ping: 1, apiVersion: '2' }, code: 322 },
    { command: { ping: 1, apiStrict: true }, code: 72 },
    { command: { ping: 1, apiDeprecationErrors: true }, code: 72 },
  ])('answers $command with $code', async ({ command, code }) => {
    const reply = await temporary.db.command(command).catch((error: unknown) => error);
    expect((reply as { code?: number }).code ?? 0).toBe(code);
  });
});

describe('a client', () => {
  it('is told the number of its connection, and what serves it', async () => {
    const { connectionId } = await temporary.db.admin().command({ hello: 1 });
    expect(connectionId).toBeGreaterThan(0);
    expect(await temporary.db.admin().serverStatus()).toMatchObject({ version: '7.0.0', process: 'embedded', ok: 1 });
  });
});
