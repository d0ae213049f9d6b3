/** What a body may be written in. */
export type BodyFormat = 'json' | 'form';

const FORMATS: Readonly<Record<string, BodyFormat>> = {
  'application/json': 'json',
  'application/x-www-form-urlencoded': 'form',
};

/** Reads the header Content-Type. A charset is absent or UTF-8: other ones smuggle past scanners.
 * @returns null where it is none of ours */
export function bodyFormatOf(contentType = ''): BodyFormat | null {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (!['utf-8', 'utf8', '"utf-8"', undefined].includes(charset)) return null;
  return Object.hasOwn(FORMATS, type) ? (FORMATS[type] ?? null) : null;
}
