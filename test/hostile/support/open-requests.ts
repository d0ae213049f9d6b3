import type { RawConnection } from './wire.js';

/** The head of a request whose body is announced, and comes or doesn't. */
export function head(path: string, length: number | null, token = 'none'): string {
  const framing = length === null ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: local',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    framing,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Breaks connections off. */
export function endAll(connections: readonly RawConnection[]): void {
  for (const { socket } of connections) socket.destroy();
}
