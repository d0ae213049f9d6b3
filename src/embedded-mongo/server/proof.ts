import { createHash, timingSafeEqual } from 'node:crypto';
import { decodeTyped, type Doc } from '../bson/bson.js';
import { type Message, OP, parseOpQuery } from '../wire/framing.js';
import { parseOpMsg } from '../wire/op-msg.js';

const GREETINGS = new Set(['hello', 'ismaster', 'isMaster']);

/** Whether a message is a driver's greeting that carries the secret, as the name of its application.
 * @param message the first one of a connection, of whatever bytes */
export function provesSecret(message: Message, secret: string): boolean {
  const name = applicationName(message);
  return name !== undefined && timingSafeEqual(digest(name), digest(secret));
}

function applicationName(message: Message): string | undefined {
  try {
    const body: Doc = message.opCode === OP.query ? decodeTyped(parseOpQuery(message).doc) : bodyOf(message);
    const [command = ''] = Object.keys(body);
    const { application } = (body['client'] ?? {}) as { application?: { name?: unknown } };
    return GREETINGS.has(command) && typeof application?.name === 'string' ? application.name : undefined;
  } catch {
    return undefined;
  }
}

function bodyOf({ opCode, bytes }: Message): Doc {
  return opCode === OP.msg ? parseOpMsg(bytes).body : {};
}

/** Of one length, whatever was sent: only such bytes can be compared in a time that tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
