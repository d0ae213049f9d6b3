import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredIndexes } from '../../src/platform/indexes/index-builds.js';
import { SHARD_ROWS, shardCommands } from '../../src/platform/shard-plan.js';
import { createTestApp, type TestApp } from '../support/test-app.js';

describe('the plan for a sharded cluster', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('knows every collection', () => {
    const models = Object.values(app.connection.models).map(({ collection }) => collection.name);
    expect(SHARD_ROWS.map(({ collection }) => collection).toSorted()).toEqual(models.toSorted());
  });

  it('shards nothing that has a unique index which does not begin with its key', () => {
    for (const model of Object.values(app.connection.models)) {
      const key = SHARD_ROWS.find(({ collection }) => collection === model.collection.name)?.key ?? null;
      if (key === null) continue;
      const fields = Object.keys(key);
      const unique = declaredIndexes(model).filter((index) => index.unique === true);
      for (const index of unique) expect(Object.keys(index.key).slice(0, fields.length)).toEqual(fields);
    }
  });

  it('makes the index first that a collection with documents needs', () => {
    const commands = shardCommands('aegisai');
    expect(commands).toContain('sh.shardCollection("aegisai.llm_events", {"organization_id":1,"_id":1})');
    expect(commands).toContain('db.getSiblingDB("aegisai").llm_events.createIndex({"organization_id":1,"_id":1})');
  });
});
