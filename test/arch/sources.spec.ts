import { describe, expect, it } from 'vitest';
import { allSources, parse, roleOf, roomOf, sources } from './support/sources.js';

describe('the files the rules look at', () => {
  it('are those of src, tests apart', () => {
    const paths = sources().map(({ path }) => path);
    expect(paths).toContain('lib/clamp.ts');
    expect(paths).not.toContain('lib/clamp.spec.ts');
    expect(allSources().map(({ path }) => path)).toContain('lib/clamp.spec.ts');
  });

  it.each([
    { path: 'main.ts', room: 'src', role: 'plain' },
    { path: 'app.module.ts', room: 'src', role: 'module' },
    { path: 'risk/detectors/length.ts', room: 'risk', role: 'plain' },
    { path: 'drift/drift.service.ts', room: 'drift', role: 'service' },
    { path: 'drift/drift.service.spec.ts', room: 'drift', role: 'spec' },
  ])('know $path as $role of $room', ({ path, room, role }) => {
    expect([roomOf(path), roleOf(path)]).toEqual([room, role]);
  });

  it.each([
    { way: 'named', text: "import { a } from './b.js';" },
    { way: 'renamed', text: "import { a as c } from './b.js';" },
    { way: 'for its type', text: "import type { a } from './b.js';" },
    { way: 'one name for its type', text: "import { type a } from './b.js';" },
    { way: 're-exported', text: "export { a } from './b.js';" },
    { way: 'all re-exported', text: "export * from './b.js';" },
    { way: 'for its effects', text: "import './b.js';" },
    { way: 'late', text: "const load = async () => import('./b.js');" },
    { way: 'within a type', text: "type A = import('./b.js').A;" },
    { way: 'the old way', text: "import b = require('./b.js');" },
    { way: 'the oldest way', text: "const b = require('./b.js');" },
  ])('see what is imported $way', ({ text }) => {
    expect(parse('risk/x.ts', `\n${text}`).imports).toMatchObject([{ file: 'risk/b.ts', line: 2 }]);
  });

  it('tell packages from files, and names as the other file calls them', () => {
    const { imports } = parse('risk/methods/x.ts', "import { a as b } from 'node:fs'; import c from '../../lib/c.js';");
    expect(imports).toMatchObject([
      { specifier: 'node:fs', file: null, names: ['a'] },
      { specifier: '../../lib/c.js', file: 'lib/c.ts', names: [] },
    ]);
  });
});
