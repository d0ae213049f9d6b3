/** Rows of the list of hostile inputs that wait for a feature that doesn't exist yet. A row that has a test must not stand
 * here. */
export const WAITING: Readonly<Record<number, string>> = {
  94: 'webhooks: addresses that are none of the outside world',
  95: 'webhooks: a name that resolves otherwise when it is dialled',
  96: 'webhooks: a redirect to the inside',
  97: 'webhooks: an answer that never ends',
  98: 'webhooks: a call to ourselves',
  107: 'erasure: events in flight',
};

/** How many rows the list has. */
export const ROWS = 140;
