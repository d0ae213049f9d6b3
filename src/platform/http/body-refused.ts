import { AppError } from '../errors/app-error.js';

const REASONS = {
  malformed_json: [400, 'The body is not a valid JSON object.'],
  invalid_utf8: [400, 'The body is not valid UTF-8.'],
  bad_encoding: [400, 'The compressed body is damaged.'],
  request_aborted: [400, 'The body does not have the announced length.'],
  body_too_large: [413, 'The body is larger than this route accepts, or grows too much when it is decompressed.'],
  unsupported_encoding: [
    415,
    'The Content-Encoding is not supported here: the header Accept-Encoding names those that are.',
  ],
  unsupported_media_type: [415, 'Send application/json in UTF-8.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

type Reason = keyof typeof REASONS;

/** The body can't be read: wrong media type, encoding, size or syntax. */
export class BodyRefused extends AppError {
  override readonly status: number;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param acceptedEncodings named in the answer where the encoding was the reason */
  constructor(
    override readonly code: Reason,
    { acceptedEncodings = '', ...options }: ErrorOptions & { readonly acceptedEncodings?: string } = {},
  ) {
    super(REASONS[code][1], options);
    this.status = REASONS[code][0];
    this.headers = acceptedEncodings === '' ? {} : { 'Accept-Encoding': acceptedEncodings };
  }
}
