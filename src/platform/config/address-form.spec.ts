import { describe, expect, it } from 'vitest';
import { formFault } from './address-form.js';

const CREDENTIALS = /percent-encoded/;
const FORM = /is not an address like/;

describe(formFault.name, () => {
  it.each([
    'mongodb://a',
    'mongodb://a:1,b:2/?replicaSet=rs0',
    'mongodb://u:p%40ss%2F@a/db?authSource=admin',
    'mongodb+srv://u:p@cluster0.example.net/?retryWrites=true&w=majority',
    'mongodb://[::1]:27017/',
  ])('finds nothing in %s', (uri) => expect(formFault(uri)).toBeNull());

  it.each([
    { uri: 'mongodb://u:sEcr@t@a/', says: CREDENTIALS },
    { uri: 'mongodb://u:sEcr/t@a/', says: CREDENTIALS },
    { uri: 'mongodb://u:sEcr?t@a/?w=1', says: CREDENTIALS },
    { uri: 'mongodb://u:sEcr#t@a/', says: CREDENTIALS },
    { uri: 'mongodb://u:sEcr[t]@a/', says: CREDENTIALS },
    { uri: 'mongodb://u:sEcr:t@a/', says: CREDENTIALS },
    { uri: 'mongodb://u:sEcr%t@a/', says: CREDENTIALS },
    { uri: 'mongodb+srv://u:sEcr@t@a.b.c/', says: CREDENTIALS },
    { uri: 'mongodb://:sEcr@a/', says: CREDENTIALS },
    { uri: 'mongodb://u:sEcr', says: FORM },
    { uri: 'mongodb://u:sEcr@', says: FORM },
    { uri: 'mongodb://u:sEcr@a:99999/', says: FORM },
    { uri: 'mongodb://u:sEcr@a/?readPrefrence=sEcr&tls=true', says: /: readPrefrence$/ },
    { uri: 'mongodb://u:sEcr@a/?tls=sEcr&authMechanism=sEcr', says: /: tls, authMechanism$/ },
    { uri: 'mongodb://a/?sEcr t', says: /exclude each other/ },
  ])('says what is wrong with $uri, and nothing of it', ({ uri, says }) => {
    const fault = formFault(uri) ?? '';
    expect(fault).toMatch(says);
    expect(fault).not.toContain('sEcr');
  });
});
