import type { Combination } from './combination.js';

/** Text that asks for what the model was told in confidence. */
export const extraction: readonly Combination[] = [
  {
    rule: 'extraction.system_prompt',
    flag: 'system_prompt_extraction',
    of: [['reveal', 'encode', 'ask'], ['system_prompt']],
    within: 50,
    strength: 0.8,
  },
  {
    rule: 'extraction.earlier_text',
    flag: 'system_prompt_extraction',
    of: [['reveal'], ['previous'], ['instruction', 'system_prompt']],
    within: 60,
    strength: 0.7,
  },
  {
    rule: 'extraction.your_secret',
    flag: 'data_exfiltration',
    of: [['secret'], ['your', 'ai'], ['reveal', 'encode', 'persuade', 'authority', 'scenario']],
    within: 90,
    strength: 0.6,
  },
  {
    rule: 'extraction.encoded_secret',
    flag: 'data_exfiltration',
    of: [
      ['secret', 'personal_data'],
      ['encode', 'pretend', 'scenario'],
    ],
    within: 120,
    strength: 0.5,
  },
  {
    rule: 'extraction.asked_secret',
    flag: 'data_exfiltration',
    of: [['ask'], ['secret']],
    within: 30,
    strength: 0.4,
  },
  {
    rule: 'extraction.user',
    flag: 'data_exfiltration',
    of: [['reveal', 'ask', 'encode'], ['user'], ['personal_data', 'encode', 'secret']],
    within: 90,
    strength: 0.4,
  },
  {
    rule: 'extraction.secret',
    flag: 'data_exfiltration',
    of: [['reveal'], ['secret']],
    within: 50,
    strength: 0.4,
  },
  {
    rule: 'extraction.person',
    flag: 'data_exfiltration',
    of: [['reveal', 'ask', 'scenario', 'pretend'], ['personal_data']],
    within: 60,
    strength: 0.4,
  },
];
