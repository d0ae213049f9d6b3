/** One LLM call as the detectors see it. */
export interface LlmText {
  /** What was asked. */
  readonly prompt: string;
  /** What was answered. */
  readonly response: string;
  /** Prompt, a line break, response: what patterns are searched in. */
  readonly whole: string;
}

/** Looks at one LLM call for one kind of risk. A plain object: pure, total and stateless. */
export interface Detector {
  /** The flag it raises, snake_case, unique in the list; stored with the event and seen by customers. */
  readonly flag: string;
  /** Its share of the risk score, 0-1. The contract's three detectors share out the whole 1, so one that is added
   * weighs 0 (it only raises its flag) or changes what customers see: the sum is cut off at 1. */
  readonly weight: number;
  /** The strength from which on the flag is raised, above 0 and at most 1. */
  readonly raisesFlagFrom: number;
  /** How strongly the text shows this risk.
   * @returns 0 (not at all) to 1, never NaN; in time linear to the length of the text */
  readonly strength: (text: LlmText) => number;
}
