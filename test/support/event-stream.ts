import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { eventually } from './poll.js';

/** An event of a stream. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A stream of server-sent events that is being listened to. */
export interface EventStream {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Everything heard until now. */
  readonly text: string;
  /** Events heard until now. */
  readonly events: readonly StreamEvent[];
  /** When the server has ended it. */
  readonly ended: Promise<void>;
  /** Goes away. */
  close(): void;
}

/** Begins to listen. */
export async function listenTo(
  url: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const request = get(url, { headers: { Authorization: `Bearer ${token}`, ...headers } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = once(response, 'end').then(() => undefined);
  ended.catch(() => undefined);
  request.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    ended,
    get text() {
      return text;
    },
    get events() {
      return eventsOf(text);
    },
    close: () => void request.destroy(),
  };
}

/** Waits until so many events of a name were heard. */
export async function heard(stream: EventStream, event: string, count: number): Promise<void> {
  await eventually(
    async () => stream.events.filter((one) => one.event === event).length,
    (found) => found >= count,
  );
}

/** The models of the alerts that were heard, in their order. */
export function alertedModels({ events }: EventStream): unknown[] {
  return events.filter(({ event }) => event === 'alert').map(({ data }) => data['model_name']);
}

/** What was heard whole; comments and the time to come back are none. */
function eventsOf(text: string): StreamEvent[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => block.startsWith('event: '))
    .map((block) => {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
      return {
        event: fields['event'] ?? '',
        id: fields['id'] ?? '',
        data: JSON.parse(fields['data'] ?? '{}') as never,
      };
    });
}
