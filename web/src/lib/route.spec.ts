import { describe, expect, it } from 'vitest';
import { eventHref, hrefOf, modelHref, routeOf } from './route.js';

function read(href: string): unknown {
  const { pathname, searchParams } = new URL(href, 'http://localhost');
  return routeOf(pathname, searchParams);
}

describe(routeOf.name, () => {
  it.each([
    { href: '/ui/', route: { screen: 'overview' } },
    { href: '/ui', route: { screen: 'overview' } },
    { href: '/ui/events?label=risky', route: { screen: 'events' } },
    { href: '/ui/alerts/', route: { screen: 'alerts' } },
    { href: '/ui/model', route: { screen: 'unknown' } },
    { href: '/ui/events/xx/1', route: { screen: 'unknown' } },
    { href: '/ui/a/b', route: { screen: 'unknown' } },
    { href: '/ui/events/ml/%E0%A4%A', route: { screen: 'event', kind: 'ml', id: '%E0%A4%A' } },
  ])('reads $href', ({ href, route }) => expect(read(href)).toEqual(route));

  it.each(['fraud-v3', '..', 'a/b', 'a b?c#d&e', '<img src=x>', 'ж'])(
    'finds the model %s where it is shown',
    (name) => {
      expect(read(modelHref(name))).toEqual({ screen: 'model', name });
    },
  );

  it('finds an event where it is shown', () => {
    expect(read(eventHref('llm', '019c'))).toEqual({ screen: 'event', kind: 'llm', id: '019c' });
  });
});

describe(hrefOf.name, () => {
  it('leaves out what is empty', () =>
    expect(hrefOf('events', { kind: '', flag: undefined, label: 'risky' })).toBe('/ui/events?label=risky'));
});
