import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { derivedId } from '../lib/ids.js';
import { packIds, unpackIds } from './packed-ids.js';

describe('packed ids', () => {
  const ids = [derivedId('a'), derivedId('b'), derivedId('c')];
  it('take 16 bytes an id', () => expect(packIds(ids)).toHaveLength(48));
  it('come back in order', () => expect(unpackIds(packIds(ids))).toEqual(ids));
  it('come back from a driver Binary', () => expect(unpackIds(new mongoose.mongo.Binary(packIds(ids)))).toEqual(ids));
  it('may be none', () => expect(unpackIds(packIds([]))).toEqual([]));
});
