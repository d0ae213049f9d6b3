import { api, unwrapped } from './client.js';
import type { Distribution, Health, ModelHealth, ModelSummary } from './types.js';
import { type Resource, useResource } from './use-resource.js';

/** The models that sent events. */
export function useModels(): Resource<readonly ModelSummary[]> {
  return useResource('models', async () => unwrapped(await api.GET('/dashboard/models')).models);
}

/** The health as it is now. */
export function useHealth(): Resource<Health> {
  return useResource('health', async () => unwrapped(await api.GET('/dashboard/health')));
}

/** How many events carry each label, ever. */
export function useDistribution(): Resource<Distribution> {
  return useResource('distribution', async () => unwrapped(await api.GET('/dashboard/risk-distribution')));
}

/** The health of each model, the worst first. */
export function useModelHealth(): Resource<readonly ModelHealth[]> {
  return useResource('model-health', async () => unwrapped(await api.GET('/dashboard/health/models')).models);
}
