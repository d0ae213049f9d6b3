import { deleteDocuments } from './delete-command.js';
import { create, drop, dropDatabase, listCollections, listDatabases } from './catalogue-commands.js';
import { findAndModify } from './find-and-modify.js';
import { createIndexes, dropIndexes, listIndexes } from './index-commands.js';
import { aggregate, count, distinct, find, getMore, type Handler, killCursors } from './read-commands.js';
import { acknowledge, buildInfo, hello, serverStatus } from './server-commands.js';
import { insert, update } from './write-commands.js';

/** How a command is run. */
export interface Command {
  readonly run: Handler;
  /** `write`: within the next group of writes; `scan`: may read much and go to the reader's thread; `quick`: at once. */
  readonly kind: 'write' | 'scan' | 'quick';
  /** The command leaves data behind that the sweeper deletes. */
  readonly leavesGarbage?: boolean;
}

/** All commands of this server by name; every other one is answered with CommandNotFound. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['hello', { run: hello, kind: 'quick' }],
  ['isMaster', { run: hello, kind: 'quick' }],
  ['ismaster', { run: hello, kind: 'quick' }],
  ['ping', { run: acknowledge, kind: 'quick' }],
  ['endSessions', { run: acknowledge, kind: 'quick' }],
  ['buildInfo', { run: buildInfo, kind: 'quick' }],
  ['buildinfo', { run: buildInfo, kind: 'quick' }],
  ['serverStatus', { run: serverStatus, kind: 'quick' }],
  ['getMore', { run: getMore, kind: 'quick' }],
  ['killCursors', { run: killCursors, kind: 'quick' }],
  ['listIndexes', { run: listIndexes, kind: 'quick' }],
  ['listCollections', { run: listCollections, kind: 'quick' }],
  ['listDatabases', { run: listDatabases, kind: 'quick' }],
  ['find', { run: find, kind: 'scan' }],
  ['count', { run: count, kind: 'scan' }],
  ['distinct', { run: distinct, kind: 'scan' }],
  ['aggregate', { run: aggregate, kind: 'scan' }],
  ['insert', { run: insert, kind: 'write' }],
  ['update', { run: update, kind: 'write' }],
  ['delete', { run: deleteDocuments, kind: 'write' }],
  ['findAndModify', { run: findAndModify, kind: 'write' }],
  ['findandmodify', { run: findAndModify, kind: 'write' }],
  ['createIndexes', { run: createIndexes, kind: 'write' }],
  ['dropIndexes', { run: dropIndexes, kind: 'write', leavesGarbage: true }],
  ['create', { run: create, kind: 'write' }],
  ['drop', { run: drop, kind: 'write', leavesGarbage: true }],
  ['dropDatabase', { run: dropDatabase, kind: 'write', leavesGarbage: true }],
]);
