import { Injectable } from '@nestjs/common';
import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';

/** The class of a fact: a small readonly class in the past tense. Its name is the topic. */
type FactClass<Fact extends object> = abstract new (...parts: never[]) => Fact;

type Listener<Fact extends object> = (fact: Fact) => Promise<void>;

/** Marks a method as a listener of a fact. The parameter must be the class, else it doesn't compile. What a listener
 * throws reaches the publisher: "not done", so it will be published again. Listeners are therefore idempotent.
 * @example `@On(RiskAssessed) async raise(fact: RiskAssessed): Promise<void> { ... }` */
export function On<Fact extends object>(fact: FactClass<Fact>) {
  return (target: object, method: string | symbol, descriptor: TypedPropertyDescriptor<Listener<Fact>>): void => {
    OnEvent(fact.name, { suppressErrors: false })(target, method, descriptor);
  };
}

/** Carries facts from the room that announces them to every room that listens. */
@Injectable()
export class EventBus {
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly emitter: EventEmitter2) {}

  /** Announces a fact and waits until every listener has returned, those too that run beside one that failed.
   * @throws AggregateError with what the listeners threw */
  async publish(fact: object): Promise<void> {
    const delivery = this.deliver(fact);
    this.underWay.add(delivery);
    try {
      await delivery;
    } finally {
      this.underWay.delete(delivery);
    }
  }

  /** Waits until nothing is being delivered; for shutdown and tests. Doesn't throw what listeners throw. */
  async drain(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  private async deliver(fact: object): Promise<void> {
    const topic = fact.constructor.name;
    const outcomes = await Promise.allSettled(
      this.emitter.listeners(topic).map(async (listener): Promise<unknown> => listener(fact)),
    );
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    if (reasons.length > 0) throw new AggregateError(reasons, `A listener of ${topic} failed`, { cause: reasons[0] });
  }
}
