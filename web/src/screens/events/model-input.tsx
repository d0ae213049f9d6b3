import { useId } from 'preact/hooks';
import { useModels } from '../../api/queries.js';
import { goQuery } from '../../ui/navigation.js';

/** Chooses a model by its name, with those that there are as suggestions. */
export function ModelInput({ value }: { readonly value: string }) {
  const id = useId();
  const models = useModels();
  return (
    <label class="field">
      Model
      <input
        class="input"
        type="search"
        list={id}
        value={value}
        placeholder="any"
        spellcheck={false}
        autoCapitalize="none"
        onChange={(event) => goQuery({ model: event.currentTarget.value.trim() })}
      />
      <datalist id={id}>
        {(models.value ?? []).map(({ model_name: name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </label>
  );
}
