/** A promise that the test settles. */
export interface Deferred {
  readonly promise: Promise<void>;
  resolve(this: void): void;
}

/** @returns a promise that waits for its `resolve` */
export function deferred(): Deferred {
  const settlers: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => void settlers.push(resolve));
  return { promise, resolve: () => settlers.at(0)?.() };
}
