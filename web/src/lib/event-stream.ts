/** An event of a stream, as far as the page goes by it. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/** What came whole of a stream's text, and what is left for later. */
export interface Parsed {
  readonly events: readonly StreamEvent[];
  readonly rest: string;
}

/** Reads the events in a text of server-sent events. Comments and what has no data are none.
 * @param text what was left before, and what has come since */
export function parsed(text: string): Parsed {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks
    .map((block) => ({ name: fieldOf(block, 'event'), data: fieldOf(block, 'data') }))
    .filter(({ data }) => data !== '');
  return { events, rest };
}

function fieldOf(block: string, field: string): string {
  const prefix = `${field}: `;
  const line = block.split('\n').find((one) => one.startsWith(prefix));
  return line?.slice(prefix.length) ?? '';
}
