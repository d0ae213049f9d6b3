import { numberOf } from '../bson/bson.js';
import { hasParity } from '../commands/cursors.js';
import type { Request } from '../wire/op-msg.js';

/** Whether a request continues or ends a cursor that this parity's thread opened. */
export function concernsCursorOf({ command, body }: Request, parity: 0 | 1): boolean {
  if (command === 'getMore') return hasParity(numberOf(body['getMore']), parity);
  const ids = body['cursors'];
  return command === 'killCursors' && Array.isArray(ids) && ids.some((id) => hasParity(numberOf(id), parity));
}
