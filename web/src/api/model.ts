import { type Range, spanOf } from '../lib/ranges.js';
import { api, foundOrNull } from './client.js';
import type { ModelDetail } from './types.js';
import { type Resource, useResource } from './use-resource.js';

/** Everything about one model; null where there is none of that name.
 * @param range what its recent figures are of */
export function useModel(name: string, range: Range): Resource<ModelDetail | null> {
  return useResource(`model ${range.key} ${name}`, async () => {
    const params = { path: { model_name: name }, query: spanOf(range, Date.now()) };
    return foundOrNull(await api.GET('/models/{model_name}', { params }));
  });
}
