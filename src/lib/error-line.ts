/** What went wrong, in one line for somebody at a terminal: no stack; its cause in brackets where it has one. */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`.replaceAll(/\s+/g, ' ').trim();
}
