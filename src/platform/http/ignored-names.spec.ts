import { describe, expect, it } from 'vitest';
import { IgnoredNames } from './ignored-names.js';
import { headerName, shownName } from './shown-name.js';

const KNOWN = new Set(['prompt', 'response']);

function toldOf(...objects: readonly (readonly string[])[]): string {
  const names = new IgnoredNames();
  for (const keys of objects) names.take(keys, KNOWN);
  return String(names);
}

describe(IgnoredNames.name, () => {
  it.each([
    { when: 'all are known', objects: [['prompt', 'response']], told: '' },
    { when: 'some are not', objects: [['prompt', 'user_id', 'cost']], told: 'user_id, cost' },
    { when: 'they come again', objects: [['cost'], ['user_id', 'cost']], told: 'cost, user_id' },
    {
      when: 'they look alike once they are cut',
      objects: [['x'.repeat(70), 'x'.repeat(80)]],
      told: `${'x'.repeat(64)}...`,
    },
  ])('tells "$told" where $when', ({ objects, told }) => expect(toldOf(...objects)).toBe(told));

  it('tells the first twenty, and that there were more', () => {
    const names = Array.from({ length: 21 }, (_none, index) => `key_${index}`);
    expect(toldOf(names.slice(0, 20))).toBe(names.slice(0, 20).join(', '));
    expect(toldOf(names)).toBe([...names.slice(0, 20), '...'].join(', '));
    // One that was told before is none more.
    expect(toldOf(names.slice(0, 20), ['key_0', 'prompt'])).not.toContain('...');
  });

  it('fits into a header whatever the names are', () => {
    const names = Array.from({ length: 1000 }, (_none, index) => `\u{1f600}${index}`.repeat(1000));
    const told = toldOf(names);
    expect(told).toMatch(/^[!-~ ]+$/);
    expect(told.length).toBeLessThanOrEqual(1400);
  });
});

describe(headerName.name, () => {
  it.each([
    { name: 'user_id', told: 'user_id' },
    { name: '', told: '""' },
    { name: 'a, b', told: 'a%2C%20b' },
    { name: '"a"', told: '%22a%22' },
    { name: 'a\r\nSet-Cookie: b', told: 'a%0D%0ASet-Cookie%3A%20b' },
    { name: 'größe', told: 'gr%C3%B6%C3%9Fe' },
    { name: '\ud800', told: '%EF%BF%BD' },
    { name: 'x'.repeat(64), told: 'x'.repeat(64) },
    { name: 'x'.repeat(65), told: `${'x'.repeat(64)}...` },
  ])('tells $told', ({ name, told }) => expect(headerName(name)).toBe(told));
});

describe(shownName.name, () => {
  it.each([
    { name: 'größe', told: 'größe' },
    { name: 'a\0b\u202ec\u200bd\u2028', told: 'a\ufffdb\ufffdc\ufffdd\ufffd' },
    { name: '\ud800', told: '\ufffd' },
    { name: 'x'.repeat(10_000), told: 'x'.repeat(64) },
    { name: `${'x'.repeat(63)}😀`, told: `${'x'.repeat(63)}\ufffd` },
  ])('tells $told', ({ name, told }) => expect(shownName(name)).toBe(told));
});
