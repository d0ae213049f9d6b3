import type { IpcNetConnectOpts, TcpNetConnectOpts } from 'node:net';

/** Where an embedded server listens, and what the first command of a connection has to say there. */
export interface Address {
  readonly connect: IpcNetConnectOpts | TcpNetConnectOpts;
  /** Undefined for a Unix socket: there the file system decides who comes in. */
  readonly secret: string | undefined;
}

const HOST = '127.0.0.1';
/** Options of the driver: one server, which is no member of a set. */
const DIRECT = 'directConnection=true';

/** The connection string of a Unix socket.
 * @param path absolute; it must end in `.sock`, by which drivers know a path from a host */
export function socketUri(path: string): string {
  return `mongodb://${encodeURIComponent(path)}/?${DIRECT}`;
}

/** The connection string of a TCP port on loopback. The secret is the name of the application: drivers send that with
 * the first command of every connection, those of their monitoring included, and ask for nothing else before.
 * @param secret letters, digits, - and _ only */
export function tcpUri(port: number, secret: string): string {
  return `mongodb://${HOST}:${port}/?${DIRECT}&appName=${secret}`;
}

/** Reads what the two functions above wrote.
 * @returns undefined for a text that is no address */
export function addressOf(uri: string): Address | undefined {
  if (!URL.canParse(uri)) return undefined;
  const { hostname, port, searchParams } = new URL(uri);
  if (hostname.endsWith('.sock')) return { connect: { path: decodeURIComponent(hostname) }, secret: undefined };
  if (port === '') return undefined;
  return { connect: { host: hostname, port: Number(port) }, secret: searchParams.get('appName') ?? undefined };
}
