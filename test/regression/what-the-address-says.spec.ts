import type { Document } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeysService } from '../../src/auth/api-keys.service.js';
import { ConfigError } from '../../src/platform/config/config-error.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { riskyCall, mlEvent, times } from '../support/factories.js';
import { PASSING_WRITES, PROMISED_WRITES, WRITE_COMMANDS } from '../support/passing-writes.js';
import { createTappedApp, type TappedApp } from '../support/tapped-app.js';

const READS = ['find', 'aggregate', 'count', 'distinct'] as const;

function named(names: readonly string[], command: Document): string | null {
  const name = names.find((one) => typeof command[one] === 'string');
  return name === undefined ? null : `${name} ${command[name]}`;
}

describe('an address with other ideas of reading and writing', () => {
  let app: TappedApp;
  beforeAll(async () => {
    app = await createTappedApp({ query: 'w=1&journal=false&readConcernLevel=available&retryWrites=false' });
    const member = await app.join();
    await member.put('/models/fraud/profile', { baseline_latency_ms: 1 }).expect(200);
    await member.put('/risk/policy', { policy: 'baseline' }).expect(200);
    await member.post('/ingest/ml', { events: times(5, () => mlEvent({ latency_ms: 9000 })) }).expect(200);
    await member.post('/ingest/llm', { events: times(5, () => riskyCall()) }).expect(200);
    await app.drain();
    await member.post('/auth/credentials/refresh').expect(200);
    await app.app.get(ApiKeysService).revokeKey(member.clientId);
    await app.drain();
  });
  afterAll(() => app.close());

  it('changes nothing about how writes are acknowledged', () => {
    const concerns = app.tap.commands.flatMap((command) => {
      const what = named(WRITE_COMMANDS, command);
      return what === null ? [] : [{ what, concern: JSON.stringify(command['writeConcern']) }];
    });
    const weak = concerns.filter(({ concern }) => concern !== '{"w":"majority","j":true}');
    expect(weak.filter(({ what, concern }) => concern !== '{"w":1}' || !PASSING_WRITES.has(what))).toEqual([]);
    const strong = new Set(concerns.filter((one) => !weak.includes(one)).map(({ what }) => what));
    expect([...strong]).toEqual(expect.arrayContaining([...PROMISED_WRITES, 'update ingest_batches']));
  });

  it('changes nothing about where and what is read', () => {
    const reads = app.tap.commands.filter((command) => named(READS, command) !== null);
    expect(reads.length).toBeGreaterThan(10);
    for (const { readConcern, $readPreference = { mode: 'primary' } } of reads)
      expect({ readConcern, mode: $readPreference.mode }).toMatchObject({
        readConcern: { level: 'local' },
        mode: expect.stringMatching(/^primary(Preferred)?$/),
      });
  });
});

describe('an address that must not be taken', () => {
  it.each([
    'mongodb://u:sEcr@a/?readPreference=secondaryPreferred',
    'mongodb://u:sEcr@a/?maxStalenessSeconds=100',
    'mongodb://u:sEcr@a/?w=0',
    'mongodb://u:sEcr@t@a/',
    'mongodb://u:sEcr/t@a/',
    'mongodb://u:sEcr@a/?readPrefrence=primary',
  ])('is refused by the name of its variable: %s', (MONGO_URI) => {
    expect(() => loadConfig({ MONGO_URI })).toThrow(ConfigError);
    expect(() => loadConfig({ MONGO_URI })).toThrow(/^Configuration refused:\n {2}MONGO_URI (?!.*sEcr).*$/);
  });
});
