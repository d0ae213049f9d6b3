import { describe, expect, it } from 'vitest';
import { loadConfig } from './config/load-config.js';
import { Failpoints, parseFailpoints } from './failpoints.js';

const armedWith = (text: string) => new Failpoints(loadConfig({ AEGIS_FAILPOINTS: text }));

describe(parseFailpoints.name, () => {
  it.each([
    { text: '', entries: [] },
    { text: 'work.done=throw', entries: [['work.done', { action: 'throw', fromHit: 1 }]] },
    {
      text: 'accept.inserted=kill@3,rollup.read=pause',
      entries: [
        ['accept.inserted', { action: 'kill', fromHit: 3 }],
        ['rollup.read', { action: 'pause', fromHit: 1 }],
      ],
    },
  ])('reads "$text"', ({ text, entries }) => expect([...(parseFailpoints(text) ?? [])]).toEqual(entries));

  it.each(['work.done', 'work.done=explode', 'nowhere=kill', 'work.done=kill@x'])('refuses "%s"', (text) =>
    expect(parseFailpoints(text)).toBeNull(),
  );
});

describe(Failpoints.name, () => {
  it('do nothing by default', () => expect(armedWith('').pass('work.done')).resolves.toBeUndefined());

  it('throw from the given hit on, at their own seam only', async () => {
    const failpoints = armedWith('work.done=throw@2');
    await failpoints.pass('work.done');
    await failpoints.pass('work.labelled');
    await expect(failpoints.pass('work.done')).rejects.toThrow('failpoint work.done');
    await expect(failpoints.pass('work.done')).rejects.toThrow('failpoint work.done');
  });
});
