/** Longest part of a sender's name that is told again, UTF-16 units. */
const MAX_CHARS = 64;

/** Control and format characters, halves of characters, what Unicode has not assigned, and ends of lines. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A name that a sender chose, as an answer tells it: its first 64 characters, those that nobody sees as U+FFFD. */
export function shownName(name: string): string {
  return name.slice(0, MAX_CHARS).replaceAll(UNSEEN, '\ufffd');
}

/** The same for a header, which holds nothing but printable ASCII: everything else is percent-encoded. Three dots
 * stand for the rest of a name that would take more than 64 characters. */
export function headerName(name: string): string {
  if (name === '') return '""';
  const text = encodeURIComponent(name.slice(0, MAX_CHARS + 1).toWellFormed());
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}...` : text;
}
