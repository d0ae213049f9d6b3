import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { Clock } from '../platform/clock.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import { upserting } from '../platform/writes/upserting.js';
import { UpgradeDocument } from './upgrade.schema.js';

/** Which changes of what is stored were made in this database. */
@Injectable()
export class UpgradesStore {
  constructor(
    @InjectModel(UpgradeDocument.name) private readonly upgrades: Model<UpgradeDocument>,
    private readonly clock: Clock,
  ) {}

  /** @returns whether a change was brought to an end, for every organization */
  async isDone(name: string): Promise<boolean> {
    return (await this.upgrades.findById(name).lean()) !== null;
  }

  /** Notes down that a change was brought to an end, for every organization. */
  async setDone(name: string): Promise<void> {
    const update = { $setOnInsert: { done_at: this.clock.now() } };
    await upserting((options) => this.upgrades.updateOne({ _id: name }, update, { ...options, ...DURABLE_WRITE }));
  }
}
