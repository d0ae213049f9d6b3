import { SingleBar } from 'cli-progress';

/** Shows how far something has come. */
export interface Progress {
  show(done: number): void;
  end(): void;
}

/** How often a bar is drawn anew at most, milliseconds. */
const EVERY_MS = 100;

/** A bar on standard error for people, which leaves standard output to the answer; nothing where nobody looks.
 * @param what "Backing up"
 * @param unit "documents" */
export function progressOf(what: string, total: number, unit: string): Progress {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  const bar = new SingleBar({
    format: `${what} [{bar}] {value}/{total} ${unit}, {eta_formatted} left`,
    stream: process.stderr,
  });
  bar.start(total, 0);
  let drawnMs = 0;
  return {
    show: (done) => {
      if (performance.now() - drawnMs < EVERY_MS) return;
      drawnMs = performance.now();
      bar.update(Math.min(done, total));
    },
    end: () => {
      bar.update(total);
      bar.stop();
    },
  };
}
