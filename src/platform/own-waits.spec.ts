import { describe, expect, it } from 'vitest';
import { ownWaits } from './own-waits.js';

describe('waits of a connection', () => {
  const waits = { serverSelectionTimeoutMS: 2000, connectTimeoutMS: 4000 };
  it.each([
    { address: 'names none', uri: 'mongodb://h:1', own: waits },
    { address: 'names other things', uri: 'mongodb://a:1,b:2/?replicaSet=rs0', own: waits },
    { address: 'names one', uri: 'mongodb://h/?w=1&connectTimeoutMS=9', own: { serverSelectionTimeoutMS: 2000 } },
    { address: 'in other letters', uri: 'mongodb://h/?CONNECTTIMEOUTMS=9', own: { serverSelectionTimeoutMS: 2000 } },
    {
      address: 'names all',
      uri: 'mongodb+srv://h/d?connectTimeoutMS=9&serverSelectionTimeoutMS=1',
      own: {},
    },
    { address: 'has the name elsewhere', uri: 'mongodb://connectTimeoutMS=9:p@h/x', own: waits },
  ])('of an address that $address', ({ uri, own }) => {
    expect(ownWaits(uri, waits)).toEqual(own);
  });
});
