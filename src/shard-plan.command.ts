import { loadConfigFromProcess } from './platform/config/load-config.js';
import { SHARD_ROWS, shardCommands } from './platform/shard-plan.js';

/** Prints how the database goes onto a sharded cluster; asks no database. */
export async function shardPlan({ json }: { json?: boolean }): Promise<void> {
  const { mongoDbName: database } = loadConfigFromProcess();
  const commands = shardCommands(database);
  const unsharded = SHARD_ROWS.filter(({ key }) => key === null).map(({ collection, reason }) => ({
    collection,
    reason,
  }));
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ database, commands, unsharded })}\n`);
    return;
  }
  const width = Math.max(...unsharded.map(({ collection }) => collection.length));
  const stays = unsharded.map(({ collection, reason }) => `//   ${collection.padEnd(width)}  ${reason}`);
  const lines = ['// In mongosh on a mongos, before the first start or while no server runs:', ...commands];
  process.stdout.write(`${[...lines, '// These stay on one shard:', ...stays].join('\n')}\n`);
}
