import { AppError } from './app-error.js';

const REASONS = {
  malformed_request: [400, 'The request is not well-formed HTTP.'],
  malformed_path: [400, 'The path is not well formed, or holds control characters.'],
  request_timeout: [408, 'The request did not arrive in time.'],
  uri_too_long: [414, 'The address is longer than this server accepts.'],
  expectation_failed: [417, 'The only expectation that is met is 100-continue.'],
  headers_too_large: [431, 'The headers are larger than this server accepts.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

/** Why a request is refused before anybody looks at what it wants. */
export type RequestFault = keyof typeof REASONS;

/** The request can't be read as HTTP, or breaks a limit of the connection. */
export class RequestRefused extends AppError {
  override readonly status: number;
  override readonly headers: Readonly<Record<string, string>>;
  constructor(override readonly code: RequestFault) {
    super(REASONS[code][1]);
    this.status = REASONS[code][0];
    // The rest of the body is not waited for.
    this.headers = code === 'request_timeout' ? { Connection: 'close' } : {};
  }
}

/** 405: the route is there, but not for this method. */
export class MethodNotAllowed extends AppError {
  override readonly code = 'method_not_allowed';
  override readonly status = 405;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param allowed methods that the route answers */
  constructor(allowed: readonly string[]) {
    super('The route does not answer this method; the header Allow names those it answers.');
    this.headers = { Allow: allowed.join(', ') };
  }
}
