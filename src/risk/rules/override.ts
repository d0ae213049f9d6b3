import type { Combination } from './combination.js';

/** Text that takes the model's rules away from it. */
export const override: readonly Combination[] = [
  {
    rule: 'override.forget_instructions',
    flag: 'prompt_injection',
    of: [
      ['ignore', 'cancel'],
      ['previous', 'your'],
      ['instruction', 'restriction', 'system_prompt'],
    ],
    within: 60,
    strength: 0.9,
  },
  {
    rule: 'override.disregard_rules',
    flag: 'prompt_injection',
    of: [
      ['ignore', 'bypass'],
      ['restriction', 'system_prompt', 'instruction'],
    ],
    within: 40,
    strength: 0.6,
  },
  {
    rule: 'override.forget_and_do',
    flag: 'prompt_injection',
    of: [['ignore'], ['new_task', 'reveal']],
    within: 90,
    strength: 0.5,
  },
  {
    rule: 'override.new_orders',
    flag: 'prompt_injection',
    of: [
      ['new_task', 'authority'],
      ['instruction', 'compliance'],
      ['ignore', 'bypass', 'reveal', 'exfiltrate'],
    ],
    within: 120,
    strength: 0.6,
  },
  {
    rule: 'override.authority',
    flag: 'prompt_injection',
    of: [['authority'], ['secret', 'reveal', 'ignore', 'compliance', 'personal_data']],
    within: 120,
    strength: 0.6,
  },
  {
    rule: 'override.forget_everything',
    flag: 'prompt_injection',
    of: [['ignore'], ['everything']],
    within: 30,
    strength: 0.5,
  },
];
