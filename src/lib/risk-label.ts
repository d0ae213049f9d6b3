/** All risk labels, mildest first. */
export const RISK_LABELS = ['normal', 'suspicious', 'risky'] as const;

/** What a classified event is called. An event without a label isn't classified yet. */
export type RiskLabel = (typeof RISK_LABELS)[number];

/** Lowest risk score that is suspicious, 0-1. */
export const SUSPICIOUS_FROM = 0.4;

/** Lowest risk score that is risky, 0-1. */
export const RISKY_FROM = 0.75;

/** Names a risk score.
 * @param riskScore 0-1, not rounded: rounding first would lift 0.74996 to risky
 * @returns risky from 0.75, suspicious from 0.4, else normal
 * @see contract "Formulas", labels */
export function riskLabel(riskScore: number): RiskLabel {
  if (riskScore >= RISKY_FROM) return 'risky';
  if (riskScore >= SUSPICIOUS_FROM) return 'suspicious';
  return 'normal';
}
