/** One server-sent event. */
export interface ServerSent {
  /** `message` where the server names none. */
  readonly event: string;
  readonly data: string;
  /** Empty where the server gives none. */
  readonly id: string;
}

/** Cuts a stream of server-sent events into its events, however its pieces fall.
 * @see HTML Living Standard, "Server-sent events" */
export class ServerSentReader {
  private rest = '';

  /** @param piece the next piece of text
   * @returns the events it completes; comments and empty ones are none */
  read(piece: string): ServerSent[] {
    const blocks = (this.rest + piece).replaceAll('\r\n', '\n').split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.flatMap(eventsOf);
  }
}

function eventsOf(block: string): ServerSent[] {
  const fields = block.split('\n').map(fieldOf);
  const lines = fields.filter(({ name }) => name === 'data').map(({ value }) => value);
  if (lines.length === 0) return [];
  const last = (wanted: string): string | undefined => fields.findLast(({ name }) => name === wanted)?.value;
  return [{ event: last('event') ?? 'message', data: lines.join('\n'), id: last('id') ?? '' }];
}

function fieldOf(line: string): { name: string; value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { name: line, value: '' };
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') };
}
