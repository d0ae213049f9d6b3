import { llmEvent, mlEvent } from '../../support/factories.js';
import { CANARY } from './wire.js';

/** An event that is refused, whatever else is in its batch. */
export interface HostileEvent {
  /** Number of the row in the list of hostile inputs. */
  readonly row: number;
  readonly what: string;
  readonly kind: 'ml' | 'llm';
  /** The event as JSON: not every hostile one can be written as an object. */
  readonly json: string;
  /** Code of the first fault. */
  readonly code: string;
  /** Field of the first fault. */
  readonly field: string;
}

/** Makes hostile events of a kind.
 * @param good what they are but for some fields
 * @returns makes one; its fields stand in place of the good ones, their values are JSON */
function hostile(kind: HostileEvent['kind'], good: object) {
  return (
    row: number,
    what: string,
    fields: Readonly<Record<string, string>>,
    code: string,
    field = Object.keys(fields)[0] ?? '',
  ): HostileEvent => ({ row, what, kind, json: withFields(good, fields), code, field });
}

const ml = hostile('ml', mlEvent());
const llm = hostile('llm', llmEvent());

function withFields(event: object, fields: Readonly<Record<string, string>>): string {
  const good = Object.entries(event).map(([name, value]) => [name, JSON.stringify(value)] as const);
  const all = new Map([...good, ...Object.entries(fields)]);
  return `{${[...all].map(([name, json]) => `"${name}":${json}`).join(',')}}`;
}

const nested = (open: string, levels: number, close: string): string => open.repeat(levels) + close.repeat(levels);
const text = (value: string): string => JSON.stringify(value);
const LONG_AGO = '"0001-01-01T00:00:00Z"';

/** Values that no event may have. */
export const HOSTILE_EVENTS: readonly HostileEvent[] = [
  ml(25, 'a number as text', { latency_ms: text(CANARY) }, 'is_number'),
  ml(25, 'true as a number', { latency_ms: 'true' }, 'is_number'),
  ml(25, 'a list as text', { model_name: `["${CANARY}"]` }, 'is_string'),
  llm(25, 'an object as text', { prompt: `{"${CANARY}":1}` }, 'is_string'),
  ml(25, 'text as an object', { input_data: text(CANARY) }, 'is_object'),
  ml(27, 'an infinite latency', { latency_ms: '1e309' }, 'is_number'),
  ml(27, 'an infinite number in the input', { input_data: '{"a":[1,{"b":-1e309}]}' }, 'not_finite'),
  ml(27, 'an infinite prediction', { prediction: '1e309' }, 'not_finite'),
  ml(28, 'NaN as text', { latency_ms: '"NaN"' }, 'is_number'),
  llm(28, 'Infinity as text', { latency_ms: '"Infinity"' }, 'is_number'),
  ml(29, 'a latency below zero', { latency_ms: '-1' }, 'min'),
  ml(30, 'a latency of 1e308', { latency_ms: '1e308' }, 'max'),
  ml(31, 'a number as an id', { event_id: '9007199254740993' }, 'is_string'),
  ml(33, 'a prototype', { input_data: `{"__proto__":{"admin":"${CANARY}"}}` }, 'forbidden_key'),
  ml(33, 'a prototype deep in a prediction', { prediction: `[{"a":{"__proto__":["${CANARY}"]}}]` }, 'forbidden_key'),
  ml(35, 'a type of BSON', { input_data: `{"x":[{"_bsontype":"${CANARY}"}]}` }, 'forbidden_key'),
  ml(35, 'a type of BSON as the prediction', { prediction: `{"_bsontype":"ObjectId"}` }, 'forbidden_key'),
  ml(40, 'a NUL in a key', { input_data: String.raw`{"${CANARY}\u0000":1}` }, 'forbidden_key'),
  ml(41, 'a NUL in the model', { model_name: String.raw`"${CANARY}\u0000"` }, 'unseen_characters'),
  ml(41, 'a NUL in the id', { event_id: String.raw`"${CANARY}\u0000"` }, 'unseen_characters'),
  llm(42, 'half a character in the model', { model_name: String.raw`"${CANARY}\ud800"` }, 'unseen_characters'),
  ml(42, 'half a character in the id', { event_id: String.raw`"${CANARY}\udfff"` }, 'unseen_characters'),
  ml(42, 'half a character in a key', { input_data: String.raw`{"${CANARY}\ud800":1}` }, 'forbidden_key'),
  ml(43, 'a million lists in each other', { input_data: `{"a":${nested('[', 1_000_000, ']')}}` }, 'too_deep'),
  ml(44, '10,000 objects in each other', { prediction: `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}` }, 'too_deep'),
  ml(45, '100,000 keys', { input_data: keys(100_000) }, 'too_many_keys'),
  llm(46, 'a prompt of 4 MB', { prompt: text('p'.repeat(4_000_000)) }, 'max_length'),
  ml(46, 'an input of 300 KB', { input_data: `{"a":${text(CANARY.padEnd(300_000))}}` }, 'event_too_large', ''),
  ml(50, 'the last day of time', { timestamp: '"+275760-09-13T00:00:00Z"' }, 'is_instant'),
  ml(50, 'tomorrow', { timestamp: text(new Date(Date.now() + 86_400_000).toISOString()) }, 'in_the_future'),
  ml(51, 'the year 1', { timestamp: LONG_AGO }, 'too_old'),
  ...['0', '1', '2026', 'Tue Mar 01', '2026-02-30T00:00:00Z', '2026-03-01', '2026-03-01T24:00:00Z', CANARY].map(
    (time) => ml(52, `the time ${time}`, { timestamp: text(time) }, 'is_instant'),
  ),
  ...['null', '[2026]', '1772366400000', '{}', 'false'].map((json) =>
    ml(54, `the time ${json}`, { timestamp: json }, 'is_instant'),
  ),
  llm(55, 'a model that turns the line around', { model_name: text(`\u202e${CANARY}`) }, 'unseen_characters'),
  llm(55, 'a model with a zero-width space', { model_name: text(`${CANARY}\u200b`) }, 'unseen_characters'),
  ml(55, 'a model with a line break', { model_name: text(`${CANARY}\n`) }, 'unseen_characters'),
  ml(55, 'a long model', { model_name: text(CANARY.repeat(20)) }, 'max_length'),
  ml(57, 'a prediction of 20 KB', { prediction: `{"a":${text(CANARY.padEnd(20_000))}}` }, 'prediction_too_large'),
  ml(58, 'a probability above one', { input_data: '{"probabilities":[0.5,2]}' }, 'not_a_probability'),
  ml(58, 'a probability below zero', { input_data: '{"probabilities":{"a":-1}}' }, 'not_a_probability'),
  ml(58, 'a probability as text', { input_data: `{"probabilities":[0.1,"${CANARY}"]}` }, 'not_a_probability'),
  ml(58, 'a million probabilities', { input_data: `{"probabilities":[${'0,'.repeat(999_999)}0]}` }, 'too_many_keys'),
  ml(
    101,
    'a line of a log in the model',
    { model_name: text(`a\r\n{"level":30,"msg":"${CANARY}"}`) },
    'unseen_characters',
  ),
];

function keys(count: number): string {
  return `{${Array.from({ length: count }, (_none, index) => `"${index}":0`).join(',')}}`;
}
