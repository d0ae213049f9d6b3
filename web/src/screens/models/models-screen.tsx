import { useModels } from '../../api/queries.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { ingestCommand } from '../../ui/commands.js';
import { Screen } from '../../ui/screen.js';
import { ModelRows } from './model-rows.js';

/** Every model that sent events, the most drifted first. */
export function ModelsScreen() {
  const models = useModels();
  return (
    <Screen title="Models" hint="Every model that sent events, the most drifted first.">
      <section class="card" aria-label="Models">
        <Loaded of={models} lines={6}>
          {(found) =>
            found.length === 0 ? (
              <Empty title="No model yet" command={ingestCommand('ml')}>
                A model is here as soon as it sends its first event.
              </Empty>
            ) : (
              <ModelRows models={found} />
            )
          }
        </Loaded>
      </section>
    </Screen>
  );
}
