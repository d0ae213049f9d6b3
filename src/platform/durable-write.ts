/** Options of a write that an answer or an alert depends on: acknowledged only when it survives a crash, of a primary too
 * where there are several members. */
export const DURABLE_WRITE = { writeConcern: { w: 'majority', journal: true } } as const;

/** Options of a write whose loss with a primary costs nothing that matters: the next one of its kind makes up for
 * it. */
export const PASSING_WRITE = { writeConcern: { w: 1 } } as const;
