/** What is scanned at once: some milliseconds at most, where nothing but keys stands there. */
export const SCAN_BYTES = 65_536;
