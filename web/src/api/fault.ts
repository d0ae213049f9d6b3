/** What the server says where it refuses. */
interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: unknown;
}

/** A request that was refused or not answered. */
export class ApiFault extends Error {
  constructor(
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
    /** The stable code of the problem. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** @param body what came with the status; anything */
  static of(status: number, body: unknown): ApiFault {
    const {
      code = `http_${status}`,
      title,
      detail,
    } = (typeof body === 'object' && body !== null ? body : {}) as Problem;
    return new ApiFault(status, code, typeof detail === 'string' ? detail : (title ?? `The server answers ${status}.`));
  }
}

/** Anything that was thrown, in a sentence. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiFault) return error.message;
  return error instanceof TypeError ? 'The server does not answer.' : 'Something went wrong in this page.';
}
