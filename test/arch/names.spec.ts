import { describe, expect, it } from 'vitest';
import { ROLES } from './support/rooms.js';
import { allSources, finding, parse, type Source, webSources } from './support/sources.js';

const KEBAB_CASE_FOLDERS = /^([a-z0-9]+(-[a-z0-9]+)*\/)*/.source;
const KEBAB_CASE_NAME = /[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?(\.spec)?\.tsx?$/.source;
const PATH = new RegExp(KEBAB_CASE_FOLDERS + KEBAB_CASE_NAME);

/** A file is named in kebab-case, after it its role where it has one. */
function wrongNames(files: readonly Source[]): string[] {
  return files.flatMap((source) => {
    const role = source.path.replace(/\.spec\.ts$/, '.ts').match(/\.([^./]+)\.tsx?$/)?.[1] ?? 'plain';
    if (!PATH.test(source.path)) return [finding(source, 1, 'must be named in kebab-case, with one role at most')];
    return ROLES.has(role) ? [] : [finding(source, 1, `has the unknown role "${role}"`)];
  });
}

describe('names', () => {
  it('are kept in src', () => expect(wrongNames(allSources())).toEqual([]));
  it('are kept in web', () => expect(wrongNames(webSources())).toEqual([]));

  it.each([
    { verdict: 0, path: 'main.ts' },
    { verdict: 0, path: 'app.setup.ts' },
    { verdict: 0, path: 'risk/detectors/length.ts' },
    { verdict: 0, path: 'risk/ml-risk.spec.ts' },
    { verdict: 0, path: 'drift/drift.service.spec.ts' },
    { verdict: 0, path: 'embedded-mongo/storage/v2-keys.ts' },
    { verdict: 1, path: 'risk/mlRisk.ts' },
    { verdict: 1, path: 'risk/ML-risk.ts' },
    { verdict: 1, path: 'risk/ml_risk.ts' },
    { verdict: 1, path: 'Risk/ml-risk.ts' },
    { verdict: 1, path: 'risk/ml-.ts' },
    { verdict: 1, path: 'risk/risk.helper.ts' },
    { verdict: 1, path: 'risk/risk.helper.spec.ts' },
    { verdict: 1, path: 'risk/risk.service.store.ts' },
  ])('find $verdict fault in $path', ({ verdict, path }) =>
    expect(wrongNames([parse(path, '')])).toHaveLength(verdict),
  );
});
