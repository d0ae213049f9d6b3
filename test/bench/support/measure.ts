import type { Options } from './options.js';
import type { Figure } from './report.js';

/** Something to be measured, by name. */
export interface Measure {
  /** Names of the figures it gives; `--only` asks for it by one of them. */
  readonly names: readonly string[];
  /** Not run unless asked for. */
  readonly isOnRequest?: boolean;
  run(options: Options): Promise<Figure[]>;
}
