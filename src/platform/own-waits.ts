/** The waits that a database's address leaves to us: one that it names itself, as a query, wins. It may be far away, or slow.
 * @param waits milliseconds by the driver's names of them
 * @returns those that the address doesn't name */
export function ownWaits<Wait extends string>(
  uri: string,
  waits: Readonly<Record<Wait, number>>,
): Partial<Record<Wait, number>> {
  const query = uri.slice(uri.indexOf('?') + 1);
  const named = new Set(query.split('&').map((pair) => pair.slice(0, pair.indexOf('=')).toLowerCase()));
  const own = Object.entries<number>(waits).filter(([name]) => !named.has(name.toLowerCase()));
  return Object.fromEntries(own) as Partial<Record<Wait, number>>;
}
