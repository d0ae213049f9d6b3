/** A prediction as clients send it. */
export interface MlEventBody {
  readonly model_name: string;
  readonly prediction: unknown;
  readonly input_data: object;
  readonly latency_ms: number;
  readonly timestamp?: string;
}

/** A call of a language model as clients send it. */
export interface LlmEventBody {
  readonly model_name: string;
  readonly prompt: string;
  readonly response: string;
  readonly latency_ms: number;
  readonly timestamp?: string;
}

/** A valid prediction, not risky.
 * @param fields what the test is about */
export function mlEvent(fields: Partial<MlEventBody> = {}): MlEventBody {
  return { model_name: 'fraud', prediction: 'legit', input_data: { amount: 12.5 }, latency_ms: 40, ...fields };
}

/** A valid call, not risky.
 * @param fields what the test is about */
export function llmEvent(fields: Partial<LlmEventBody> = {}): LlmEventBody {
  return { model_name: 'chat', prompt: 'How are you?', response: 'Fine.', latency_ms: 300, ...fields };
}

/** A call that scores 0.8: five secrets and five jailbreaks. */
export function riskyCall(fields: Partial<LlmEventBody> = {}): LlmEventBody {
  return llmEvent({ prompt: 'password '.repeat(5), response: 'developer mode '.repeat(5), ...fields });
}

/** A call that scores 0.5: five secrets. */
export function suspiciousCall(fields: Partial<LlmEventBody> = {}): LlmEventBody {
  return llmEvent({ prompt: 'Hi', response: 'password '.repeat(5), ...fields });
}

/** Several of something.
 * @param make gets the index, from 0 */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_none, index) => make(index));
}
