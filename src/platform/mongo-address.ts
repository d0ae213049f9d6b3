/** An option of a database's address, its name as it is written there. */
export interface AddressOption {
  readonly name: string;
  readonly value: string;
}

/** An address, parted. */
interface Parts {
  /** Up to the options. */
  readonly place: string;
  readonly options: readonly AddressOption[];
}

/** What an address may not say, because no value of ours could be meant instead: reading where writes have not
 * arrived yet makes roll-ups wrong for good, and of writes that nobody acknowledges nobody knows. */
const REFUSED: readonly { readonly problem: string; readonly isMeant: (option: AddressOption) => boolean }[] = [
  {
    problem: 'must not ask for a readPreference other than primary: other members may return stale data',
    isMeant: ({ name, value }) => isNamed(name, 'readPreference') && value.toLowerCase() !== 'primary',
  },
  {
    problem: 'must not name readPreferenceTags or maxStalenessSeconds: everything is read from the primary',
    isMeant: ({ name }) => isNamed(name, 'readPreferenceTags', 'maxStalenessSeconds'),
  },
  {
    problem: 'must not say w=0: every write has to be acknowledged',
    isMeant: ({ name, value }) => isNamed(name, 'w') && Number(value) === 0,
  },
];

/** What an address may say without effect, because ours holds: the option, and the values that mean the same as
 * ours. */
const OVERRULED: readonly { readonly names: readonly string[]; readonly same: string }[] = [
  { names: ['w'], same: 'majority' },
  { names: ['journal', 'j', 'fsync'], same: 'true' },
  { names: ['readConcernLevel'], same: 'local' },
  { names: ['retryWrites'], same: 'true' },
];

/** Services that don't know retryable writes: Amazon DocumentDB, Azure Cosmos DB by request units. */
const WITHOUT_RETRIES =
  /\.(docdb(-elastic)?\.amazonaws\.com(\.cn)?|mongo\.cosmos\.azure\.(com|cn|us)|documents\.azure\.com)(:\d+)?$/i;

/** @param uri an address that the driver understands
 * @returns what must not stand in it, without any of its values */
export function addressFaults(uri: string): string[] {
  const { options } = parted(uri);
  return REFUSED.filter(({ isMeant }) => options.some(isMeant)).map(({ problem }) => problem);
}

/** Takes what doesn't count out of an address: the driver would let some options of an address win over ours.
 * @returns the address as it goes to the driver, and the names of the options that said something else than what
 * counts */
export function settledAddress(uri: string): { readonly uri: string; readonly overruled: readonly string[] } {
  const { place, options } = parted(uri);
  const isLeft = ({ name, value }: AddressOption): boolean => overruleOf(place, name, value) === undefined;
  const kept = options.filter(isLeft);
  if (kept.length === options.length) return { uri, overruled: [] };
  const overruled = options.filter(({ name, value }) => {
    const rule = overruleOf(place, name, value);
    return rule !== undefined && value.toLowerCase() !== rule.same;
  });
  const query = kept.map(({ name, value }) => `${name}=${value}`).join('&');
  return { uri: query === '' ? place : `${place}?${query}`, overruled: overruled.map(({ name }) => name) };
}

/** @returns whether an address leads to one of the services that don't know retryable writes */
export function lacksRetryableWrites(uri: string): boolean {
  return hostsOf(parted(uri).place).some((host) => WITHOUT_RETRIES.test(host));
}

/** Parts an address at its first question mark.
 * @returns its options in their order; one without a value has the empty text */
export function parted(uri: string): Parts {
  const at = uri.indexOf('?');
  if (at < 0) return { place: uri, options: [] };
  const pairs = uri
    .slice(at + 1)
    .split('&')
    .filter((pair) => pair !== '');
  const options = pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('=') };
  });
  return { place: uri.slice(0, at), options };
}

function overruleOf(place: string, name: string, value: string): { readonly same: string } | undefined {
  const rule = OVERRULED.find(({ names }) => isNamed(name, ...names));
  const isNeeded = isNamed(name, 'retryWrites') && value.toLowerCase() === 'false' && lacksRetryableWrites(place);
  return isNeeded ? undefined : rule;
}

function hostsOf(place: string): string[] {
  const authority = place.slice(place.indexOf('://') + 3).split('/')[0] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1).split(',');
}

function isNamed(name: string, ...names: readonly string[]): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}
