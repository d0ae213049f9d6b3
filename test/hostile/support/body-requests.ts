import { deflateRawSync, gzipSync } from 'node:zlib';
import { CANARY, type WireRequest } from './wire.js';

/** A hostile request and the refusal that is due. */
export interface HostileRequest extends WireRequest {
  /** Number of the row in the list of hostile inputs. */
  readonly row: number;
  readonly what: string;
  readonly status: number;
  readonly code: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const GOOD = '{"events":[]}';

function post(
  row: number,
  what: string,
  body: string | Buffer,
  refusal: { status: number; code: string; headers?: Readonly<Record<string, string>> },
): HostileRequest {
  const { status, code, headers = JSON_TYPE } = refusal;
  return { row, what, method: 'POST', path: '/ingest/ml', headers, body, status, code };
}

const MALFORMED = { status: 400, code: 'malformed_json' };
const UNSUPPORTED = { status: 415, code: 'unsupported_media_type' };
const typed = (type: string): typeof UNSUPPORTED & { headers: Record<string, string> } => ({
  ...UNSUPPORTED,
  headers: { 'Content-Type': type },
});
const encoded = (encoding: string): { status: number; code: string; headers: Record<string, string> } => ({
  status: 415,
  code: 'unsupported_encoding',
  headers: { ...JSON_TYPE, 'Content-Encoding': encoding },
});
const damaged = {
  status: 400,
  code: 'bad_encoding',
  headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
};

/** Bodies that can't be read, whatever they hold. */
export const BODY_REQUESTS: readonly HostileRequest[] = [
  post(1, 'half an object', `{"events": [{"prompt": "${CANARY}`, MALFORMED),
  post(1, 'a bare word', CANARY, MALFORMED),
  post(1, 'a trailing comma', `{"events": [], "x": "${CANARY}",}`, MALFORMED),
  post(2, 'nothing', '', { status: 422, code: 'validation_failed' }),
  post(3, 'plain text', GOOD, typed('text/plain')),
  post(3, 'no media type', GOOD, { ...UNSUPPORTED, headers: {} }),
  post(3, 'a form', `events=${CANARY}`, typed('application/x-www-form-urlencoded')),
  post(4, 'UTF-7', GOOD, typed('application/json; charset=utf-7')),
  post(4, 'UTF-16', Buffer.from(GOOD, 'utf16le'), typed('application/json; charset=utf-16')),
  post(
    6,
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from(`{"events":[],"x":"${CANARY}`), Buffer.from([0xe4, 0x22, 0x7d])]),
    {
      status: 400,
      code: 'invalid_utf8',
    },
  ),
  post(7, 'a string', `"${CANARY}"`, MALFORMED),
  post(7, 'a number', '1', MALFORMED),
  post(7, 'null', 'null', MALFORMED),
  post(7, 'true', ' true', MALFORMED),
  post(8, 'a list', `[{"events":"${CANARY}"}]`, { status: 422, code: 'validation_failed' }),
  post(10, 'a compressed body of 60 MB', gzipSync(Buffer.alloc(60_000_000, ' ')), {
    status: 413,
    code: 'body_too_large',
    headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
  }),
  post(11, 'twice compressed', GOOD, encoded('gzip, gzip')),
  post(11, 'zstd', GOOD, encoded('zstd')),
  post(11, 'an encoding named like a method', GOOD, encoded('constructor')),
  post(12, 'no gzip', `${CANARY} is no gzip`, damaged),
  post(12, 'half a gzip', gzipSync(GOOD.repeat(100)).subarray(0, 20), damaged),
  post(12, 'deflate without its header', deflateRawSync(GOOD), {
    ...damaged,
    headers: { ...JSON_TYPE, 'Content-Encoding': 'deflate' },
  }),
  post(26, 'NaN', `{"events":[{"latency_ms":NaN,"x":"${CANARY}"}]}`, MALFORMED),
  post(26, 'Infinity', `{"events":[{"latency_ms":-Infinity,"x":"${CANARY}"}]}`, MALFORMED),
];
