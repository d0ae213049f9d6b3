import mongoose from 'mongoose';
import { vi } from 'vitest';

const MONITORING: ReadonlySet<string> = new Set(['hello', 'ping', 'endSessions', 'createIndexes', 'dropDatabase']);

/** Notes what is asked of the database by every client that connects while something starts.
 * @param start what connects
 * @returns what it gave, and the commands, `insert ml_events`, in order, from now on too */
export async function withCommandsNoted<Started>(start: () => Promise<Started>): Promise<[Started, string[]]> {
  const commands: string[] = [];
  const { connect } = mongoose.mongo.MongoClient.prototype;
  const spy = vi.spyOn(mongoose.mongo.MongoClient.prototype, 'connect').mockImplementation(async function connected(
    this: mongoose.mongo.MongoClient,
  ) {
    // The driver has it for this, its types don't.
    Reflect.set(this, 'monitorCommands', true);
    this.on('commandStarted', ({ commandName, command }) => {
      if (!MONITORING.has(commandName)) commands.push(`${commandName} ${String(command[commandName])}`);
    });
    return connect.call(this);
  });
  try {
    return [await start(), commands];
  } finally {
    spy.mockRestore();
  }
}
