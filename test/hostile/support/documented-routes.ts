import { readFileSync } from 'node:fs';
import type { HostileAnswer } from './hostile-app.js';

interface Operation {
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
}

/** An operation of the committed document, with a path that leads there. */
export interface DocumentedRoute {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const document = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const VALUES: Readonly<Record<string, string>> = { kind: 'llm', id: 'f'.repeat(32), model_name: 'fraud-v3' };

const routes: readonly DocumentedRoute[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path: path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => VALUES[name] ?? ''),
    operation,
  })),
);
/** All that orchestrators and Prometheus don't ask. */
export const ROUTES = routes.filter(({ operation }) => !operation.tags.includes('Probes'));
/** What they ask. */
export const PROBES = routes.filter(({ operation }) => operation.tags.includes('Probes'));

/** The faults of an answer, as `place code`. */
export function faultsOf({ body }: HostileAnswer): string[] {
  const detail = body.detail as readonly { loc: readonly (string | number)[]; code: string }[];
  return Array.isArray(detail) ? detail.map(({ loc, code }) => `${loc.join('.')} ${code}`) : [String(body.detail)];
}
