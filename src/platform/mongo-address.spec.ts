import { describe, expect, it } from 'vitest';
import { addressFaults, lacksRetryableWrites, settledAddress } from './mongo-address.js';

describe(addressFaults.name, () => {
  it.each([
    { faults: 0, uri: 'mongodb://a,b,c/?replicaSet=rs0' },
    { faults: 0, uri: 'mongodb://a/?readPreference=PRIMARY' },
    { faults: 0, uri: 'mongodb://readPreference=secondary:p@a/' },
    { faults: 0, uri: 'mongodb://a/?w=1&w=2' },
    { faults: 1, uri: 'mongodb://a/?readPreference=secondaryPreferred' },
    { faults: 1, uri: 'mongodb://a/?readpreference=nearest' },
    { faults: 1, uri: 'mongodb://a/?readPreference=primaryPreferred' },
    { faults: 1, uri: 'mongodb://a/?readPreference=' },
    { faults: 1, uri: 'mongodb+srv://a.b.c/d?readPreferenceTags=dc:x' },
    { faults: 1, uri: 'mongodb://a/?maxStalenessSeconds=100' },
    { faults: 1, uri: 'mongodb://a/?w=0' },
    { faults: 1, uri: 'mongodb://a/?W=00' },
    { faults: 1, uri: 'mongodb://a/?w=' },
    { faults: 2, uri: 'mongodb://a/?w=0&readPreference=secondary' },
  ])('finds $faults in $uri', ({ faults, uri }) => expect(addressFaults(uri)).toHaveLength(faults));
});

describe(settledAddress.name, () => {
  it.each([
    { uri: 'mongodb://a/?replicaSet=rs0', to: 'mongodb://a/?replicaSet=rs0', overruled: [] },
    { uri: 'mongodb://a/?w=majority&tls=true', to: 'mongodb://a/?tls=true', overruled: [] },
    { uri: 'mongodb://a/?w=1&journal=false&tls=true', to: 'mongodb://a/?tls=true', overruled: ['w', 'journal'] },
    { uri: 'mongodb://a/?W=2&J=false', to: 'mongodb://a/', overruled: ['W', 'J'] },
    { uri: 'mongodb://a/?fsync=false', to: 'mongodb://a/', overruled: ['fsync'] },
    { uri: 'mongodb://a/?readConcernLevel=available', to: 'mongodb://a/', overruled: ['readConcernLevel'] },
    { uri: 'mongodb://a/?retryWrites=false', to: 'mongodb://a/', overruled: ['retryWrites'] },
    { uri: 'mongodb://a/?wtimeoutMS=5', to: 'mongodb://a/?wtimeoutMS=5', overruled: [] },
    {
      uri: 'mongodb://u:p@x.cluster-y.eu-west-1.docdb.amazonaws.com:27017/?retryWrites=false',
      to: 'mongodb://u:p@x.cluster-y.eu-west-1.docdb.amazonaws.com:27017/?retryWrites=false',
      overruled: [],
    },
  ])('makes $to of $uri', ({ uri, to, overruled }) => expect(settledAddress(uri)).toEqual({ uri: to, overruled }));
});

describe(lacksRetryableWrites.name, () => {
  it.each([
    { is: false, uri: 'mongodb://docdb.amazonaws.com.evil.example/' },
    { is: false, uri: 'mongodb://x.docdb.amazonaws.com@h/' },
    { is: true, uri: 'mongodb://u:p@x.y.docdb.amazonaws.com:27017,z.docdb.amazonaws.com/?tls=true' },
    { is: true, uri: 'mongodb://u:p@x.mongo.cosmos.azure.com:10255/?ssl=true' },
  ])('is $is of $uri', ({ is, uri }) => expect(lacksRetryableWrites(uri)).toBe(is));
});
