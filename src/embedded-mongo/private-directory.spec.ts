import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryOpen, isPrivateDirectory, keepPrivate } from './private-directory.js';
import { temporaryDirectory } from './testing/temporary-server.js';

const isRoot = process.geteuid?.() === 0;
const STRANGER = 65_534;

let parent: string, dataDir: string;
beforeEach(() => {
  parent = temporaryDirectory();
  dataDir = join(parent, 'da ta');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const modeOf = (file: string): string => (lstatSync(file).mode & 0o777).toString(8);

describe.skipIf(process.platform === 'win32')(keepPrivate.name, () => {
  it('makes a directory for its owner, with all that lead to it', () => {
    expect(keepPrivate(join(dataDir, 'below'), { isStrict: true })).toEqual({ isPrivate: true });
    expect([modeOf(dataDir), modeOf(join(dataDir, 'below'))]).toEqual(['700', '700']);
  });

  it.each([0o755, 0o750, 0o711, 0o770, 0o1777, 0o701, 0o710])('closes a directory of mode %o, and says so', (mode) => {
    mkdirSync(dataDir);
    chmodSync(dataDir, mode);
    for (const name of ['data.mdb', 'other']) writeFileSync(join(dataDir, name), '');
    for (const name of ['data.mdb', 'other']) chmodSync(join(dataDir, name), 0o644);
    expect(isPrivateDirectory(dataDir)).toBe(false);
    expect(keepPrivate(dataDir, { isStrict: false })).toEqual({
      isPrivate: true,
      notice: `${dataDir} was open to other users: its mode is 0700 now`,
    });
    expect(['', 'data.mdb', 'other'].map((name) => modeOf(join(dataDir, name)))).toEqual(['700', '600', '644']);
    expect(keepPrivate(dataDir, { isStrict: true })).toEqual({ isPrivate: true });
  });

  it('refuses such a directory where it is told to, with a command that a shell takes', () => {
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o755);
    const refused = (): unknown => keepPrivate(dataDir, { isStrict: true });
    expect(refused).toThrow(DataDirectoryOpen);
    expect(refused).toThrow(`(mode 0755): run "chmod -R go-rwx '${dataDir}'", or set DATA_DIR to a folder`);
    expect(modeOf(dataDir)).toBe('755');
  });

  it('closes files in a directory that was closed already, without a word', () => {
    mkdirSync(dataDir, { mode: 0o700 });
    writeFileSync(join(dataDir, 'data.mdb'), '');
    chmodSync(join(dataDir, 'data.mdb'), 0o666);
    expect(keepPrivate(dataDir, { isStrict: true })).toEqual({ isPrivate: true });
    expect(modeOf(join(dataDir, 'data.mdb'))).toBe('600');
  });

  it('looks at where a symbolic link leads', () => {
    mkdirSync(join(parent, 'target'));
    chmodSync(join(parent, 'target'), 0o755);
    symlinkSync(join(parent, 'target'), dataDir);
    expect(() => keepPrivate(dataDir, { isStrict: true })).toThrow(/mode 0755/);
    expect(keepPrivate(dataDir, { isStrict: false })).toMatchObject({ isPrivate: true });
    expect(modeOf(join(parent, 'target'))).toBe('700');
  });

  it.skipIf(!isRoot)("does not trust what is somebody else's, be it a link or the directory", () => {
    mkdirSync(join(parent, 'target'), { mode: 0o700 });
    symlinkSync(join(parent, 'target'), dataDir);
    lchownSync(dataDir, STRANGER, STRANGER);
    expect(() => keepPrivate(dataDir, { isStrict: true })).toThrow(/belongs to another user \(id 65534\)/);
    rmSync(dataDir);
    chownSync(join(parent, 'target'), STRANGER, STRANGER);
    expect(() => keepPrivate(join(parent, 'target'), { isStrict: true })).toThrow(/belongs to another user/);
    expect(keepPrivate(join(parent, 'target'), { isStrict: false })).toMatchObject({
      isPrivate: false,
      notice: expect.stringMatching(/belongs to another user/),
    });
  });
});
