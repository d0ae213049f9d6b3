/** An error as the log shows it. */
export interface LoggableError {
  readonly name: string;
  readonly message: string;
  readonly code: string | number | undefined;
  readonly stack: string | undefined;
  readonly cause: LoggableError | undefined;
}

/** Takes the known fields of an error and leaves the rest out: a driver's bulk-write error, for one, holds the documents. */
export function loggableError(error: unknown): LoggableError {
  if (!(error instanceof Error))
    return { name: typeof error, message: 'not an error object', code: undefined, stack: undefined, cause: undefined };
  const code: unknown = Reflect.get(error, 'code');
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' || typeof code === 'number' ? code : undefined,
    stack: error.stack,
    cause: error.cause === undefined ? undefined : loggableError(error.cause),
  };
}
