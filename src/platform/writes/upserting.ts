import { isDuplicateKey } from '../errors/duplicate-key.js';
import { isWriteConflict } from '../errors/database-faults.js';

/** How often a write is tried that others keep in the way of. Once would do: whoever lost to an insert finds the
 * document then. The second repetition is for a document that was deleted again in between. */
export const WRITE_TRIES = 3;

/** Runs an upsert, again where it lost a race: MongoDB repeats one by itself only where the fields that its filter
 * compares are exactly those of the unique index. So a filter that names the organization beside the id is refused
 * (11000) when two processes make the same document at once. The one way to upsert a single document:
 * `test/arch/writes.spec.ts` finds any other.
 * @param write gives the options to the driver
 * @throws what the driver throws, after three tries: a document that is there and that the filter doesn't find
 * stays in the way */
export async function upserting<Outcome>(
  write: (options: { readonly upsert: true }) => PromiseLike<Outcome>,
): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    try {
      return await write({ upsert: true });
    } catch (error) {
      if (tries >= WRITE_TRIES || !(isDuplicateKey(error) || isWriteConflict(error))) throw error;
    }
  }
}
