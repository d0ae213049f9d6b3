/** One faulty variable: its name and what is wrong with it, never its value. */
export interface ConfigFault {
  readonly variable: string;
  readonly problem: string;
}

/** The environment can't be used; every fault at once. The process ends with exit code 78. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly ConfigFault[]) {
    super(['Configuration refused:', ...faults.map((fault) => `  ${fault.variable} ${fault.problem}`)].join('\n'));
  }
}
