import type { Combination } from './combination.js';

/** Orders to the model within text that it was only to work on. */
export const indirect: readonly Combination[] = [
  {
    rule: 'indirect.in_document',
    flag: 'indirect_injection',
    of: [
      ['document', 'to_machine'],
      ['ignore', 'bypass'],
      ['previous', 'instruction', 'new_task', 'reveal', 'exfiltrate'],
    ],
    within: 300,
    strength: 0.7,
  },
  {
    rule: 'indirect.to_machine',
    flag: 'indirect_injection',
    of: [
      ['to_machine'],
      ['ignore', 'reveal', 'new_task', 'system_prompt', 'bypass'],
      ['instruction', 'exfiltrate', 'secret', 'ai', 'your'],
    ],
    within: 120,
    strength: 0.5,
  },
  {
    rule: 'indirect.send_away',
    flag: 'indirect_injection',
    of: [['ignore', 'new_task', 'to_machine', 'persuade'], ['exfiltrate']],
    within: 120,
    strength: 0.5,
  },
];
