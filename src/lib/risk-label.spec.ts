import { describe, expect, it } from 'vitest';
import { RISK_LABELS, riskLabel } from './risk-label.js';

describe(riskLabel.name, () => {
  it.each([
    { riskScore: 0, label: 'normal' },
    { riskScore: 0.39999, label: 'normal' },
    { riskScore: 0.4, label: 'suspicious' },
    { riskScore: 0.74999, label: 'suspicious' },
    { riskScore: 0.75, label: 'risky' },
    { riskScore: 1, label: 'risky' },
  ])('is $label at $riskScore', ({ riskScore, label }) => expect(riskLabel(riskScore)).toBe(label));

  it('uses every label, mildest first', () => expect([0, 0.5, 1].map(riskLabel)).toEqual([...RISK_LABELS]));
});
