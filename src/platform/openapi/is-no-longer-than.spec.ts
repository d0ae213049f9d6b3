import { maxLength, validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { IsNoLongerThan } from './is-no-longer-than.decorator.js';

const MAX = 4;

class Named {
  @IsNoLongerThan(MAX) name!: unknown;
}

function isTaken(name: unknown): boolean {
  return validateSync(Object.assign(new Named(), { name })).length === 0;
}

describe(IsNoLongerThan.name, () => {
  it.each(['a', '\u{1F600}', 'a\uFE0F', '\u{1F600}\uFE0F', '\uD83D', '\uFE0F'])(
    'counts %j as class-validator does',
    (char) => {
      for (let count = 0; count <= 4 * MAX; count++) {
        const name = char.repeat(count);
        expect([count, isTaken(name)]).toEqual([count, maxLength(name, MAX)]);
      }
    },
  );

  it('takes nothing but text', () =>
    expect([isTaken(1), isTaken(['a']), isTaken(null)]).toEqual([false, false, false]));
});
