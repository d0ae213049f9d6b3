import { describe, expect, it } from 'vitest';
import { severityOf } from './severity.js';

describe(severityOf.name, () => {
  // Siddiqi 2006: a PSI from 0.25 on is a significant shift.
  it.each([
    { size: 0, severity: 'warning' },
    { size: 0.1, severity: 'warning' },
    { size: 0.2499, severity: 'warning' },
    { size: 0.25, severity: 'critical' },
    { size: 40, severity: 'critical' },
  ])('of a change of size $size is $severity', ({ size, severity }) => expect(severityOf(size)).toBe(severity));
});
