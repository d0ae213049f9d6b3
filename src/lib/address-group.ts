import { isIPv6 } from 'node:net';

/** Hextets of an IPv6 address that a provider gives to one customer. */
const CUSTOMER_HEXTETS = 4;
const HEXTETS = 8;
const MAPPED = /^::ffff:(\d+(?:\.\d+){3})$/i;

/** Whom an address is counted as: an IPv4 address is somebody, of an IPv6 address the first 64 bits are.
 * @param address as the connection has it
 * @returns `1.2.3.4` or `2001:db8:0:1::/64`; anything else as it is */
export function addressGroup(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const first = head.split(':').filter((hextet) => hextet !== '');
  const last = (tail ?? '').split(':').filter((hextet) => hextet !== '');
  const zeros = tail === undefined ? 0 : Math.max(0, HEXTETS - first.length - last.length);
  const all = [...first, ...Array<string>(zeros).fill('0'), ...last];
  const group = all.slice(0, CUSTOMER_HEXTETS).map((hextet) => hextet.replace(/^0+(?=.)/, ''));
  return `${group.join(':')}::/64`;
}
