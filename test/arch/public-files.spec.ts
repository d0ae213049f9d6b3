import { describe, expect, it } from 'vitest';
import { PUBLIC_FILES, PUBLIC_ROLES, PUBLIC_ROOMS } from './support/rooms.js';
import { finding, parse, roleOf, roomOf, type Source, sources } from './support/sources.js';

function isPublic(file: string): boolean {
  return PUBLIC_ROOMS.has(roomOf(file)) || PUBLIC_ROLES.has(roleOf(file)) || PUBLIC_FILES.has(file);
}

/** Rooms meet at public files only. */
function privateImports(files: readonly Source[]): string[] {
  return files.flatMap((source) =>
    source.imports.flatMap(({ file, line }) => {
      if (file === null || roomOf(file) === source.room || isPublic(file)) return [];
      return [finding(source, line, `must not import ${file}, which is private to its room`)];
    }),
  );
}

describe('public files', () => {
  it('are all that rooms of src import of one another', () => expect(privateImports(sources())).toEqual([]));

  it.each([
    { verdict: 1, specifier: '../risk/ml-risk.js' },
    { verdict: 1, specifier: '../risk/risk.controller.js' },
    { verdict: 1, specifier: '../auth/token.dto.js' },
    { verdict: 1, specifier: '../auth/other.guard.js' },
    { verdict: 1, specifier: '../embedded-mongo/storage/environment.js' },
    { verdict: 0, specifier: '../risk/risk.module.js' },
    { verdict: 0, specifier: '../risk/risk.service.js' },
    { verdict: 0, specifier: '../drift/drift.store.js' },
    { verdict: 0, specifier: '../drift/drift.facts.js' },
    { verdict: 0, specifier: '../auth/auth.guard.js' },
    { verdict: 0, specifier: '../auth/org.decorator.js' },
    { verdict: 0, specifier: '../embedded-mongo/embedded-mongo.js' },
    { verdict: 0, specifier: '../lib/clamp.js' },
    { verdict: 0, specifier: '../platform/errors/app-error.js' },
    { verdict: 0, specifier: './own.js' },
  ])('find $verdict fault in importing $specifier', ({ verdict, specifier }) => {
    expect(privateImports([parse('dashboard/a.ts', `import { A } from '${specifier}';`)])).toHaveLength(verdict);
  });
});
