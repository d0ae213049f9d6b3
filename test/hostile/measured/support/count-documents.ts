import type { BenchServer } from '../../../bench/support/bench-server.js';

/** The server's own notes: the audit log counts refusals, the rest follows from events, which are counted. */
const NOT_COUNTED = /^(audit_|health_|drift_|baseline_|upgrades|signal_|rollups)/;

/** @returns documents of the collections that a caller can fill */
export async function countDocuments(server: BenchServer): Promise<number> {
  const { db, close } = await server.database();
  try {
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    const counted = names.filter((name) => !NOT_COUNTED.test(name));
    const counts = await Promise.all(counted.map(async (name) => db.collection(name).countDocuments({})));
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    await close();
  }
}
