import { Injectable } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventBus, On } from './event-bus.js';
import { EventBusModule } from './event-bus.module.js';

class TeaServed {
  constructor(readonly cups: number) {}
}

@Injectable()
class Guests {
  readonly heard: string[] = [];
  fail = false;

  @On(TeaServed)
  async drinkSlowly(fact: TeaServed): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.heard.push(`slow ${fact.cups}`);
  }

  @On(TeaServed)
  async drinkFast(fact: TeaServed): Promise<void> {
    if (this.fail) throw new Error('burnt tongue');
    this.heard.push(`fast ${fact.cups}`);
  }
}

describe(EventBus.name, () => {
  let module: TestingModule, bus: EventBus, guests: Guests;
  beforeEach(async () => {
    module = await Test.createTestingModule({ imports: [EventBusModule], providers: [Guests] }).compile();
    await module.init();
    bus = module.get(EventBus);
    guests = module.get(Guests);
  });
  afterEach(() => module.close());

  it('publish waits for every listener', async () => {
    await bus.publish(new TeaServed(2));
    expect(guests.heard.sort()).toEqual(['fast 2', 'slow 2']);
  });

  it('publish throws what a listener throws, after the others have returned', async () => {
    guests.fail = true;
    await expect(bus.publish(new TeaServed(1))).rejects.toThrow('A listener of TeaServed failed');
    expect(guests.heard).toEqual(['slow 1']);
  });

  it('drain waits for facts nobody awaits', async () => {
    void bus.publish(new TeaServed(3));
    await bus.drain();
    expect(guests.heard).toContain('slow 3');
  });

  it('drain does not throw what listeners throw', async () => {
    guests.fail = true;
    const publishing = bus.publish(new TeaServed(1)).catch(() => 'seen by the publisher');
    await bus.drain();
    expect(await publishing).toBe('seen by the publisher');
  });

  it('a fact that nobody listens to is no error', () => expect(bus.publish(new Date())).resolves.toBeUndefined());
});
