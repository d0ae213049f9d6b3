import mongoose, { type Connection } from 'mongoose';
import type { Member } from './test-app.js';
import { times } from './factories.js';

const AT_ONCE = 2000;

/** A call of a language model as the database holds it, in part. */
export interface StoredCall {
  readonly timestamp?: Date;
  readonly riskLabel?: string;
  readonly riskScore?: number;
  readonly flags?: readonly string[];
  readonly response?: string;
}

/** Stores calls past the server, which is many times as fast as to send them.
 * @param callOf what the call of a number is; by default it is normal, and a second older than the one before
 * @returns their ids, 32 hexadecimal digits, in order */
export async function storeCalls(
  connection: Pick<Connection | mongoose.mongo.Db, 'collection'>,
  { orgId }: Pick<Member, 'orgId'>,
  count: number,
  callOf: (nth: number) => StoredCall = () => ({}),
): Promise<string[]> {
  const nowMs = Date.now();
  const common = { organization_id: new mongoose.Types.ObjectId(orgId), model_name: 'chat', latency_ms: 1 };
  const said = { prompt: 'Hi', response: 'Hello', token_count: 2, riskScore: 0.1, riskLabel: 'normal' };
  const calls = connection.collection<{ _id: string }>('llm_events');
  const ids = times(count, () => new mongoose.Types.ObjectId().toHexString().padStart(32, '0'));
  for (let from = 0; from < count; from += AT_ONCE) {
    const part = ids.slice(from, from + AT_ONCE);
    await calls.insertMany(
      part.map((_id, nth) => {
        const timestamp = new Date(nowMs - 1000 * (from + nth));
        return { _id, ...common, ...said, timestamp, ...callOf(from + nth) };
      }),
    );
  }
  return ids;
}
