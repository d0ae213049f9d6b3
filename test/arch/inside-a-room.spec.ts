import { describe, expect, it } from 'vitest';
import { RANKS } from './support/rooms.js';
import { finding, type Import, parse, roleOf, roomOf, type Source, sources } from './support/sources.js';

const DATABASE = ['mongoose', 'mongodb', '@nestjs/mongoose', 'lmdb', 'mingo'];
const HTTP = ['express', '@nestjs/platform-express', 'node:http', 'node:https'];
const HTTP_NAMES = /Exception$|^(HttpStatus|HttpCode|Req|Res)$/;

interface Refusal {
  readonly roles: readonly string[];
  readonly packages: readonly string[];
  readonly names?: RegExp;
}

/** What only stores may know: schemas, and the making of documents from values. */
const STORE_SIDE = ['schema', 'document'];
const BEHIND_STORES: Refusal = {
  roles: ['controller', 'dto', 'service', 'store', 'module'],
  packages: HTTP,
  names: HTTP_NAMES,
};

/** The table "Inside a room" of docs/architecture.md: what each role must not import. */
const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  ['controller', { roles: ['controller', 'store', ...STORE_SIDE, 'module'], packages: DATABASE }],
  ['dto', { roles: ['controller', 'service', 'store', ...STORE_SIDE, 'module'], packages: [...DATABASE, ...HTTP] }],
  [
    'service',
    { roles: ['controller', 'dto', ...STORE_SIDE, 'module'], packages: [...DATABASE, ...HTTP], names: HTTP_NAMES },
  ],
  ['store', { roles: ['controller', 'dto', 'service', 'module'], packages: HTTP, names: HTTP_NAMES }],
  ['schema', BEHIND_STORES],
  ['document', BEHIND_STORES],
]);

/** The platform is what shields the others from database, HTTP and environment, so it may know them. */
function isShielded({ room }: Source): boolean {
  return (RANKS.get(room) ?? 0) > (RANKS.get('platform') ?? 0);
}

function refusedImports(files: readonly Source[]): string[] {
  return files.filter(isShielded).flatMap((source) => {
    const refusal = REFUSALS.get(source.role);
    if (refusal === undefined) return [];
    return source.imports
      .filter((imported) => isRefused(imported, refusal))
      .map(({ specifier, line }) => finding(source, line, `is a ${source.role} and must not import ${specifier}`));
  });
}

function isRefused({ file, specifier, names }: Import, refusal: Refusal): boolean {
  if (file !== null) return roomOf(file) !== 'platform' && refusal.roles.includes(roleOf(file));
  return refusal.packages.includes(specifier) || names.some((name) => refusal.names?.test(name) ?? false);
}

describe('inside a room', () => {
  it('nobody in src imports what its role must not', () => expect(refusedImports(sources())).toEqual([]));

  it.each([
    { verdict: 1, role: 'controller', text: "import { A } from './drift.store.js';" },
    { verdict: 1, role: 'controller', text: "import { Model } from 'mongoose';" },
    { verdict: 1, role: 'controller', text: "import { InjectModel } from '@nestjs/mongoose';" },
    { verdict: 0, role: 'controller', text: "import { A } from './drift.service.js';" },
    { verdict: 0, role: 'controller', text: "import { AppError } from '../platform/errors/app-error.js';" },
    { verdict: 1, role: 'dto', text: "import { A } from './drift.service.js';" },
    { verdict: 1, role: 'dto', text: "import type { A } from './drift.store.js';" },
    { verdict: 0, role: 'dto', text: "import { IsNumber } from 'class-validator';" },
    { verdict: 1, role: 'service', text: "import { Model } from 'mongoose';" },
    { verdict: 1, role: 'service', text: "import type { Request } from 'express';" },
    { verdict: 1, role: 'service', text: "import { BadRequestException } from '@nestjs/common';" },
    { verdict: 1, role: 'service', text: "import type { A } from './drift.dto.js';" },
    { verdict: 0, role: 'service', text: "import { Injectable } from '@nestjs/common';" },
    { verdict: 0, role: 'service', text: "import { A } from './drift.store.js';" },
    { verdict: 1, role: 'store', text: "import { A } from './drift.service.js';" },
    { verdict: 1, role: 'store', text: "import { Res } from '@nestjs/common';" },
    { verdict: 0, role: 'store', text: "import { Schema } from 'mongoose'; import { A } from './drift.schema.js';" },
    { verdict: 1, role: 'service', text: "import { A } from './drift.schema.js';" },
    { verdict: 1, role: 'service', text: "import { A } from './drift.document.js';" },
    { verdict: 0, role: 'document', text: "import { Types } from 'mongoose'; import { A } from './drift.schema.js';" },
    { verdict: 1, role: 'schema', text: "import { A } from './drift.store.js';" },
    { verdict: 0, role: 'module', text: "import { A } from './drift.store.js';" },
  ])('find $verdict fault in a $role with: $text', ({ verdict, role, text }) => {
    expect(refusedImports([parse(`drift/drift.${role}.ts`, text)])).toHaveLength(verdict);
  });

  it('leaves the platform alone', () => {
    expect(refusedImports([parse('platform/a.service.ts', "import 'mongoose'; import 'express';")])).toEqual([]);
  });
});
