import { describe, expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.js';

describe(BoundedMap.name, () => {
  it('drops what was set longest ago', () => {
    const map = new BoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);
    expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([3, undefined, 4, 2]);
  });

  it('stays as small under a flood', () => {
    const map = new BoundedMap<number>(100);
    for (let index = 0; index < 10_000; index++) map.set(`key ${index}`, index);
    expect(map.size).toBe(100);
  });

  it('forgets, and keeps names like __proto__ apart', () => {
    const map = new BoundedMap<number>(2);
    map.set('__proto__', 1);
    expect(map.get('constructor')).toBeUndefined();
    map.delete('__proto__');
    expect(map.get('__proto__')).toBeUndefined();
  });
});
