// npm run conformance -- --specifications DIR --driver DIR, or --mongoose DIR [--null]: other people's tests against the embedded
// database. DIR are checkouts of mongodb/specifications, mongodb/node-mongodb-native and Automattic/mongoose, this one with its
// dependencies (npm install --ignore-scripts). --only TEXT runs a part, --json FILE writes every result. See docs/embedded-mongo.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedMongo } from '../../dist/embedded-mongo/embedded-mongo.js';
import { startRelay } from './fail-points.mjs';
import { runMongoose } from './mongoose.mjs';
import { startNullServer } from './null-server.mjs';
import { report } from './report.mjs';
import { runUnified } from './unified.mjs';

const { values } = parseArgs({
  options: {
    specifications: { type: 'string' },
    driver: { type: 'string' },
    mongoose: { type: 'string' },
    null: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const isUnified = values.specifications !== undefined && values.driver !== undefined;
if (isUnified === (values.mongoose !== undefined)) {
  console.error('Give --specifications DIR and --driver DIR, or --mongoose DIR.');
  process.exit(1);
}
// Some tests leave a failing promise behind on purpose; it is not theirs to end the run.
process.on('unhandledRejection', () => {});

const dataDir = mkdtempSync(path.join(tmpdir(), 'conformance-data-'));
const database = await startEmbeddedMongo({ dataDir });
try {
  const results = isUnified ? await unified() : await mongoose();
  process.exitCode = report(results, { json: values.json, isBrief: values.null }) > 0 ? 1 : 0;
} finally {
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function unified() {
  const relay = await startRelay(database.uri);
  const [specifications, driver] = [path.resolve(values.specifications), path.resolve(values.driver)];
  const results = await runUnified({ specifications, driver, uri: relay.uri, only: values.only });
  relay.stop();
  return results;
}

async function mongoose() {
  const server = values.null ? await startNullServer() : { uri: database.uri, stop() {} };
  // What waits for something that a null server never does would wait long: Mongoose's own limit is two seconds.
  const testLimitMs = values.null ? 2000 : 5000;
  const checkout = path.resolve(values.mongoose);
  const results = await runMongoose({ checkout, uri: server.uri, only: values.only, testLimitMs });
  server.stop();
  return results;
}
