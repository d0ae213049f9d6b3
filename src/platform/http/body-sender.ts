import type { IncomingMessage } from 'node:http';

/** Who sends a body: an organization, or a stranger at a public route. */
export interface BodySender {
  /** The id of the organization; of a stranger the group of the address. */
  readonly key: string;
  readonly isStranger: boolean;
}

const SENDER = Symbol('SENDER');
const NOBODY: BodySender = { key: '', isStranger: true };

/** Notes who sends a request. The guard alone calls it. */
export function rememberSender(request: IncomingMessage, sender: BodySender): void {
  Reflect.set(request, SENDER, sender);
}

/** @returns a stranger without an address where no guard has run: the narrower bounds count then */
export function senderOf(request: IncomingMessage): BodySender {
  return (Reflect.get(request, SENDER) as BodySender | undefined) ?? NOBODY;
}
