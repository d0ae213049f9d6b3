import type { Combination } from './combination.js';

/** Text that gives the model another self, one without rules. */
export const persona: readonly Combination[] = [
  {
    rule: 'persona.unbound',
    flag: 'jailbreak_persona',
    of: [
      ['pretend', 'new_task', 'ai'],
      ['unbound_persona'],
      ['restriction', 'bypass', 'compliance', 'harm', 'instruction'],
    ],
    within: 250,
    strength: 0.8,
  },
  {
    rule: 'persona.without_rules',
    flag: 'jailbreak_persona',
    of: [['ai', 'pretend', 'unbound_persona'], ['bypass'], ['restriction', 'instruction', 'harm']],
    within: 160,
    strength: 0.7,
  },
  {
    rule: 'persona.must_comply',
    flag: 'jailbreak_persona',
    of: [
      ['compliance', 'developer_mode'],
      ['harm', 'restriction', 'bypass'],
      ['ai', 'pretend', 'unbound_persona', 'your'],
    ],
    within: 200,
    strength: 0.6,
  },
  {
    rule: 'persona.harmful_fiction',
    flag: 'jailbreak_persona',
    of: [['pretend', 'scenario'], ['harm'], ['bypass', 'restriction', 'compliance', 'unbound_persona']],
    within: 250,
    strength: 0.5,
  },
  {
    rule: 'persona.stay',
    flag: 'jailbreak_persona',
    of: [['pretend'], ['compliance'], ['unbound_persona', 'ai']],
    within: 250,
    strength: 0.5,
  },
  {
    rule: 'persona.mode',
    flag: 'jailbreak_persona',
    of: [['developer_mode'], ['pretend', 'new_task', 'compliance', 'ai']],
    within: 80,
    strength: 0.7,
  },
  {
    rule: 'persona.no_policy',
    flag: 'jailbreak_persona',
    of: [['new_task'], ['no_rules']],
    within: 80,
    strength: 0.7,
  },
];
