import * as ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { RANKS } from './support/rooms.js';
import {
  finding,
  type Import,
  lineOf,
  nodesOf,
  parse,
  roleOf,
  roomOf,
  type Source,
  sources,
} from './support/sources.js';

/** Files that hold rules and mappings: those without a role in the rooms from telemetry to dashboard, and mappers.
 * A channel has no role either, but its work is to reach out. */
function isPure({ room, role, path }: Source): boolean {
  const rank = RANKS.get(room) ?? 0;
  if (rank <= (RANKS.get('auth') ?? 0) || room === 'src' || path.startsWith('alerts/channels/')) return false;
  return role === 'plain' || role === 'mapper';
}

/** Arithmetic of the runtime's own that has no effects; of `node:crypto` the hashes only. */
const PURE_PACKAGES = new Set(['node:crypto', 'node:buffer']);
const IMPURE_CALLS = /^(Date\.now|Math\.random|performance\.now|crypto\.(randomUUID|getRandomValues)|process\..*)$/;

/** Pure files import lib, facts, error classes and their siblings; lib, below everything, only itself and the runtime. */
function impureImports(files: readonly Source[]): string[] {
  return files.flatMap((source) => {
    const mayImport = source.room === 'lib' ? isForLib : isForPure;
    if (source.room !== 'lib' && !isPure(source)) return [];
    return source.imports
      .filter((imported) => !mayImport(imported, source))
      .map(({ specifier, line }) => finding(source, line, `is pure and must not import ${specifier}`));
  });
}

function isForLib({ file, specifier }: Import): boolean {
  return file === null ? specifier.startsWith('node:') : roomOf(file) === 'lib';
}

function isForPure({ file, specifier, names }: Import, { room, role }: Source): boolean {
  if (file === null) return PURE_PACKAGES.has(specifier) && !names.some((name) => name.startsWith('random'));
  if (roomOf(file) === 'lib' || roleOf(file) === 'facts' || file.startsWith('platform/errors/')) return true;
  if (roomOf(file) !== room) return false;
  return ['plain', 'mapper'].includes(roleOf(file)) || (role === 'mapper' && roleOf(file) === 'dto');
}

/** Pure files read no clock, no chance and no process: `now` is an argument. */
function impureCalls(files: readonly Source[]): string[] {
  return files.filter(isPure).flatMap((source) =>
    nodesOf(source.ast)
      .filter(isImpure)
      .map((node) => finding(source, lineOf(node), `is pure and must not use ${node.getText()}`)),
  );
}

function isImpure(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return IMPURE_CALLS.test(node.getText());
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'Date') return false;
  return (node.arguments ?? []).length === 0;
}

/** Facts carry values: they import lib, plain files and other facts, and do nothing. */
function busyFacts(files: readonly Source[]): string[] {
  return files
    .filter(({ role }) => role === 'facts')
    .flatMap((source) =>
      source.imports
        .filter(({ file }) => file === null || !(roomOf(file) === 'lib' || ['plain', 'facts'].includes(roleOf(file))))
        .map(({ specifier, line }) => finding(source, line, `holds facts and must not import ${specifier}`)),
    );
}

describe('pure files', () => {
  it('of src import nothing impure', () => expect(impureImports(sources())).toEqual([]));
  it('of src call nothing impure', () => expect(impureCalls(sources())).toEqual([]));
  it('exist', () => expect(sources().filter(isPure).length).toBeGreaterThan(5));

  it.each([
    { verdict: 1, path: 'risk/ml-risk.ts', text: "import { Injectable } from '@nestjs/common';" },
    { verdict: 1, path: 'risk/detectors/a.ts', text: "import { readFileSync } from 'node:fs';" },
    { verdict: 1, path: 'drift/methods/a.ts', text: "import type { A } from '../drift.store.js';" },
    { verdict: 1, path: 'ingest/otlp.mapper.ts', text: "import { Types } from 'mongoose';" },
    { verdict: 1, path: 'health/a.ts', text: "import { AppConfig } from '../platform/config/app-config.js';" },
    { verdict: 1, path: 'telemetry/a.ts', text: "import { randomUUID } from 'node:crypto';" },
    { verdict: 1, path: 'lib/a.ts', text: "import mongoose from 'mongoose';" },
    { verdict: 0, path: 'lib/a.ts', text: "import { existsSync } from 'node:fs';" },
    { verdict: 0, path: 'telemetry/a.ts', text: "import { createHash } from 'node:crypto';" },
    { verdict: 0, path: 'risk/a.ts', text: "import { A } from './b.js'; import { C } from '../lib/c.js';" },
    { verdict: 0, path: 'risk/a.ts', text: "import { A } from '../drift/drift.facts.js';" },
    { verdict: 0, path: 'ingest/otlp.mapper.ts', text: "import type { A } from './otlp.dto.js';" },
    { verdict: 0, path: 'alerts/channels/webhook.ts', text: "import { request } from 'node:https';" },
    { verdict: 0, path: 'risk/risk.service.ts', text: "import { Injectable } from '@nestjs/common';" },
  ])('find $verdict fault in $path with: $text', ({ verdict, path, text }) => {
    expect(impureImports([parse(path, text)])).toHaveLength(verdict);
  });

  it.each([
    { verdict: 1, text: 'const now = Date.now();' },
    { verdict: 1, text: 'const now = new Date();' },
    { verdict: 1, text: 'const chance = Math.random();' },
    { verdict: 1, text: 'const started = performance.now();' },
    { verdict: 1, text: 'const since = process.uptime();' },
    { verdict: 0, text: 'const at = new Date(ms); const most = Math.max(1, 2);' },
  ])('find $verdict fault in: $text', ({ verdict, text }) => {
    expect(impureCalls([parse('risk/a.ts', text)])).toHaveLength(verdict);
  });
});

describe('facts', () => {
  it('of src import values only', () => expect(busyFacts(sources())).toEqual([]));

  it.each([
    { verdict: 1, text: "import { Injectable } from '@nestjs/common';" },
    { verdict: 1, text: "import type { A } from './drift.store.js';" },
    { verdict: 0, text: "import type { OrgId } from '../lib/org-id.js';" },
  ])('find $verdict fault in: $text', ({ verdict, text }) => {
    expect(busyFacts([parse('drift/drift.facts.ts', text)])).toHaveLength(verdict);
  });
});
