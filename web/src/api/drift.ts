import { api, foundOrNull } from './client.js';
import type { ModelDrift } from './types.js';
import { type Resource, useResource } from './use-resource.js';

/** How every watched signal of a model is; none are where nothing of it was watched yet. */
export function useDrift(name: string): Resource<Pick<ModelDrift, 'signals'>> {
  return useResource(`drift ${name}`, async () => {
    const answer = await api.GET('/models/{model_name}/drift', { params: { path: { model_name: name } } });
    return foundOrNull(answer) ?? { signals: [] };
  });
}
