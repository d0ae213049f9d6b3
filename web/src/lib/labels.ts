/** The three labels, mildest first. */
export const LABELS = ['normal', 'suspicious', 'risky'] as const;

/** The name of a risk score. */
export type Label = (typeof LABELS)[number];

/** Whether a text is a label. */
export function isLabel(text: unknown): text is Label {
  return LABELS.some((label) => label === text);
}
