import { words } from '../../lib/format.js';
import { goQuery } from '../../ui/navigation.js';
import type { Kind } from '../../lib/route.js';

/** Flags that the detectors of the server raise. */
const FLAGS = [
  'prompt_injection',
  'system_prompt_extraction',
  'data_exfiltration',
  'jailbreak_persona',
  'indirect_injection',
  'obfuscated_attack',
  'secret_leak',
  'pii_leak',
  'sensitive_content',
  'jailbreak_pattern',
  'long_prompt',
] as const;

/** Chooses a flag. Predictions have none. */
export function FlagSelect({ kind, value }: { readonly kind: Kind; readonly value: string }) {
  const options = value === '' || FLAGS.some((flag) => flag === value) ? FLAGS : [...FLAGS, value];
  return (
    <label class="field">
      Flag
      <select
        class="input"
        value={value}
        disabled={kind === 'ml'}
        onChange={(event) => goQuery({ flag: event.currentTarget.value })}
      >
        <option value="">any</option>
        {options.map((flag) => (
          <option key={flag} value={flag}>
            {words(flag)}
          </option>
        ))}
      </select>
    </label>
  );
}
