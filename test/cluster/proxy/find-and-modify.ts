import { setTimeout } from 'node:timers/promises';
import { type Doc, encode, decodeTyped, isPlainObject, numberOf } from '../../../src/embedded-mongo/bson/bson.js';
import type { Request } from '../../../src/embedded-mongo/wire/op-msg.js';
import type { Surroundings } from './batch-write.js';
import type { Tally } from './retry-memory.js';
import { findAndModifyStatement } from './statement.js';

/** Runs a findAndModify, unless it was run before: then its reply is said again.
 * @returns the reply */
export async function runFindAndModify(
  { body, db }: Request,
  tally: Tally,
  { races, behaviour, run }: Pick<Surroundings, 'races' | 'behaviour' | 'run'>,
): Promise<Doc> {
  if (tally.reply !== undefined) return decodeTyped(tally.reply);
  const namespace = `${db}.${String(body['findAndModify'])}`;
  const claim = races.begin(namespace, new Map([[0, findAndModifyStatement(body)]]));
  const ran = new Set<number>();
  const inserted = new Set<number>();
  try {
    if (claim.isRace && behaviour.raceMs > 0) await setTimeout(behaviour.random() * behaviour.raceMs);
    const lost = (await claim.lost()).get(0);
    if (lost !== undefined) return { ok: 0, codeName: 'DuplicateKey', ...lost };
    const reply = await run(body);
    if (numberOf(reply['ok']) !== 1) return reply;
    ran.add(0);
    const last = reply['lastErrorObject'];
    if (isPlainObject(last) && 'upserted' in last) inserted.add(0);
    tally.reply = encode(reply);
    return reply;
  } finally {
    claim.end(ran, inserted);
  }
}
