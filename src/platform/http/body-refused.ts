import { AppError } from '../errors/app-error.js';

const REASONS = {
  malformed_json: [400, 'The body is not a valid JSON object.'],
  invalid_utf8: [400, 'The body is not valid UTF-8.'],
  bad_encoding: [400, 'The compressed body is damaged.'],
  request_aborted: [400, 'The body does not have the announced length.'],
  body_too_large: [413, 'The body is larger than this server accepts.'],
  unsupported_encoding: [415, 'The Content-Encoding is not supported: send gzip, deflate, br or none.'],
  unsupported_media_type: [415, 'Send application/json in UTF-8.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

type Reason = keyof typeof REASONS;

/** What the parser reports by `type`; its own texts quote the body. */
const PARSER_TYPES: Readonly<Record<string, Reason>> = {
  'entity.parse.failed': 'malformed_json',
  'entity.too.large': 'body_too_large',
  'encoding.unsupported': 'unsupported_encoding',
  'charset.unsupported': 'unsupported_media_type',
  'request.aborted': 'request_aborted',
  'request.size.invalid': 'request_aborted',
};

/** The body can't be read: wrong media type, encoding, size or syntax. */
export class BodyRefused extends AppError {
  override readonly status: number;
  constructor(
    override readonly code: Reason,
    options?: ErrorOptions,
  ) {
    super(REASONS[code][1], options);
    this.status = REASONS[code][0];
  }

  /** Translates what the body parser hands on. */
  static from(error: unknown): BodyRefused {
    if (error instanceof BodyRefused) return error;
    const type: unknown = error instanceof Error ? Reflect.get(error, 'type') : undefined;
    const reason = typeof type === 'string' ? PARSER_TYPES[type] : undefined;
    return new BodyRefused(reason ?? 'bad_encoding', { cause: error });
  }
}
