import { type Doc, Int32 } from '../bson/bson.js';
import { MAX_DOCUMENT_BYTES } from '../bson/bson.js';
import { MAX_MESSAGE_BYTES } from '../wire/framing.js';
import type { Handler } from './read-commands.js';

const MAX_WIRE_VERSION = 21;
const SESSION_MINUTES = 30;
const VERSION = '7.0.0';

/** `hello` and its old name `isMaster`: a standalone server of MongoDB 7's wire version. */
export const hello: Handler = ({ now }, { connectionId }): Doc => ({
  connectionId: new Int32(connectionId),
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: new Int32(MAX_DOCUMENT_BYTES),
  maxMessageSizeBytes: new Int32(MAX_MESSAGE_BYTES),
  maxWriteBatchSize: new Int32(100_000),
  localTime: new Date(now()),
  logicalSessionTimeoutMinutes: new Int32(SESSION_MINUTES),
  minWireVersion: new Int32(0),
  maxWireVersion: new Int32(MAX_WIRE_VERSION),
  readOnly: false,
  // Tells the owner of a data directory from a stranger on the same port.
  embeddedPid: new Int32(process.pid),
  ok: 1,
});

/** `buildInfo` */
export const buildInfo: Handler = () => ({
  version: VERSION,
  versionArray: [7, 0, 0, 0].map((part) => new Int32(part)),
  gitVersion: 'embedded',
  modules: [],
  bits: new Int32(64),
  debug: false,
  maxBsonObjectSize: new Int32(MAX_DOCUMENT_BYTES),
  ok: 1,
});

/** Commands that have nothing to do here: `ping`, `endSessions`. */
export const acknowledge: Handler = () => ({ ok: 1 });

/** `serverStatus`: who this is; it has none of a MongoDB's counters. */
export const serverStatus: Handler = ({ now }) => ({
  host: '127.0.0.1',
  version: VERSION,
  process: 'embedded',
  pid: new Int32(process.pid),
  uptime: Math.floor(process.uptime()),
  localTime: new Date(now()),
  ok: 1,
});
