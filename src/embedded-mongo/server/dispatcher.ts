import { type Doc, encode } from '../bson/bson.js';
import type { Engine } from '../commands/engine.js';
import { checkStableApi } from '../commands/stable-api.js';
import { type Command, COMMANDS } from '../commands/table.js';
import { Unfinished } from '../commands/unfinished.js';
import { MongoError } from '../errors.js';
import type { Request } from '../wire/op-msg.js';
import { storageError } from './storage-errors.js';
import { Sweeper } from './sweeper.js';
import { GroupWriter } from './writer.js';

/** Where reads go that may take long, so that they don't hold up the writes. */
export interface ReadDelegate {
  /** Whether this request should be run over there. @param engine what this thread would run it with */
  takes(engine: Engine, request: Request): boolean;
  /** Runs it. @returns the reply */
  run(request: Request): Promise<Buffer>;
}

/** Runs commands: writes in groups, long reads elsewhere, everything else at once. */
export class Dispatcher {
  private readonly writer: GroupWriter;
  /** Deletes what has expired or was dropped. */
  readonly sweeper: Sweeper;

  /** @param reader the second thread; without one, all reads run here
   * @param sweepEveryMs how often expired documents are deleted, milliseconds */
  constructor(
    private readonly engine: Engine,
    private readonly reader?: ReadDelegate,
    sweepEveryMs?: number,
  ) {
    this.writer = new GroupWriter(engine.env, (error) => error instanceof MongoError);
    this.sweeper = new Sweeper(engine, (run) => this.writer.write(run), sweepEveryMs);
  }

  /** Runs a command. Never rejects: an error is a reply too. */
  async dispatch(request: Request): Promise<Buffer> {
    try {
      return await this.run(request);
    } catch (error) {
      return errorReply(error);
    }
  }

  private async runWrite(command: Command, request: Request): Promise<Buffer> {
    return encoded(await this.writer.write(() => command.run(this.engine, request)));
  }

  private run(request: Request): Buffer | Promise<Buffer> {
    const command = COMMANDS.get(request.command);
    if (command === undefined) {
      throw new MongoError(
        59,
        `no such command: '${request.command}': the embedded database does not have it, set MONGO_URI`,
      );
    }
    checkStableApi(request);
    if (command.leavesGarbage === true) this.sweeper.purgeSoon();
    if (command.kind === 'write') return this.runWrite(command, request);
    if (this.reader?.takes(this.engine, request) === true) return this.reader.run(request);
    return runRead(this.engine, command, request);
  }
}

/** Runs a command that only reads, on the newest state.
 * @throws MongoError as the command gives it */
export function runRead(engine: Engine, command: Command, request: Request): Buffer {
  engine.env.refresh();
  const result = command.run(engine, request);
  if (result instanceof Unfinished) throw new MongoError(1, 'A read has no steps');
  return encoded(result);
}

function encoded(result: Doc | Buffer): Buffer {
  return Buffer.isBuffer(result) ? result : encode(result);
}

/** Encodes an error the way the driver expects it. */
export function errorReply(error: unknown): Buffer {
  const stored = error instanceof MongoError ? error : storageError(error);
  const known = stored ?? new MongoError(1, `Internal error: ${String(error)}`);
  return encode({ ok: 0, errmsg: known.message, code: known.code, codeName: known.codeName, ...known.details });
}
