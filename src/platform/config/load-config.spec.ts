import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { type Environment, loadConfig, variableOf } from './load-config.js';

/** The faults of an environment; none where it is accepted. */
function faultsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ variable }) => variable);
  }
}

const STRONG = 'a signing secret of 32 bytes or more';
const OTHER = 'another-signing-secret-of-32-bytes-or-more';

describe(variableOf.name, () => {
  it.each([
    { field: 'port', variable: 'PORT' },
    { field: 'jwtSecretKey', variable: 'JWT_SECRET_KEY' },
    { field: 'maxBodyBytes', variable: 'MAX_BODY_BYTES' },
  ])('of $field is $variable', ({ field, variable }) => expect(variableOf(field)).toBe(variable));
});

describe(loadConfig.name, () => {
  it('gives the defaults of the contract', () =>
    expect(loadConfig({})).toMatchObject({
      appName: 'AegisAI Backend',
      environment: 'development',
      debug: false,
      host: '127.0.0.1',
      port: 8000,
      mongoUri: undefined,
      mongoDbName: 'aegisai',
      jwtAlgorithm: 'HS256',
      jwtAccessTokenExpiresMinutes: 60,
      driftLatencyThresholdMs: 2000,
      healthMinScore: 0,
      healthMaxScore: 100,
    }));

  it.each([
    { when: 'numbers', given: { PORT: '9000' }, read: { port: 9000 } },
    { when: 'booleans', given: { DEBUG: 'TRUE' }, read: { debug: true } },
    { when: 'a zero for false', given: { DEBUG: '0' }, read: { debug: false } },
    { when: 'text with spaces around', given: { APP_NAME: ' Acme ' }, read: { appName: 'Acme' } },
    { when: 'an empty value as unset', given: { MONGO_URI: '', PORT: ' ' }, read: { mongoUri: undefined, port: 8000 } },
    {
      when: 'production listening everywhere',
      given: { ENVIRONMENT: 'production', JWT_SECRET_KEY: STRONG },
      read: { host: '0.0.0.0' },
    },
    {
      when: 'a host of its own in production',
      given: { ENVIRONMENT: 'production', JWT_SECRET_KEY: STRONG, HOST: '10.0.0.1' },
      read: { host: '10.0.0.1' },
    },
  ])('reads $when', ({ given, read }) => expect(loadConfig(given)).toMatchObject(read));

  it.each<{ when: string; given: Environment; faults: readonly string[] }>([
    { when: 'a port that is no number', given: { PORT: 'http' }, faults: ['PORT'] },
    { when: 'a port out of range', given: { PORT: '70000' }, faults: ['PORT'] },
    { when: 'a port with a fraction', given: { PORT: '80.5' }, faults: ['PORT'] },
    { when: 'an unknown environment', given: { ENVIRONMENT: 'moon' }, faults: ['ENVIRONMENT'] },
    { when: 'a boolean that is none', given: { DEBUG: 'maybe' }, faults: ['DEBUG'] },
    { when: 'a database that is no MongoDB', given: { MONGO_URI: 'postgres://x' }, faults: ['MONGO_URI'] },
    { when: 'the default secret in production', given: { ENVIRONMENT: 'production' }, faults: ['JWT_SECRET_KEY'] },
    {
      when: 'a short secret in production',
      given: { ENVIRONMENT: 'production', JWT_SECRET_KEY: STRONG.slice(0, 31) },
      faults: ['JWT_SECRET_KEY'],
    },
    {
      when: 'a repeated secret in staging',
      given: { ENVIRONMENT: 'staging', JWT_SECRET_KEY: 'x'.repeat(32) },
      faults: ['JWT_SECRET_KEY'],
    },
    { when: 'the default secret in tests', given: { ENVIRONMENT: 'test' }, faults: ['JWT_SECRET_KEY'] },
    { when: 'the default secret for everybody', given: { HOST: '0.0.0.0' }, faults: ['JWT_SECRET_KEY'] },
    {
      when: 'a repeated secret for everybody',
      given: { HOST: '::', JWT_SECRET_KEY: 'x'.repeat(32) },
      faults: ['JWT_SECRET_KEY'],
    },
    {
      when: 'a short secret of its own even in development',
      given: { JWT_SECRET_KEY: 'ab' },
      faults: ['JWT_SECRET_KEY'],
    },
    {
      when: 'a list with one weak secret',
      given: { ENVIRONMENT: 'production', JWT_SECRET_KEYS: `${STRONG.replaceAll(' ', '-')},short` },
      faults: ['JWT_SECRET_KEYS'],
    },
    {
      when: 'a repeated first secret in production',
      given: {
        ENVIRONMENT: 'production',
        JWT_SECRET_KEY: STRONG,
        AEGIS_BOOTSTRAP_CLIENT_ID: 'acme',
        AEGIS_BOOTSTRAP_CLIENT_SECRET: 'secret'.repeat(6),
      },
      faults: ['AEGIS_BOOTSTRAP_CLIENT_SECRET'],
    },
    { when: 'an algorithm without a shared secret', given: { JWT_ALGORITHM: 'none' }, faults: ['JWT_ALGORITHM'] },
    { when: 'crossed bounds', given: { HEALTH_MIN_SCORE: '90', HEALTH_MAX_SCORE: '80' }, faults: ['HEALTH_MIN_SCORE'] },
    { when: 'half a first key', given: { AEGIS_BOOTSTRAP_CLIENT_ID: 'acme' }, faults: ['AEGIS_BOOTSTRAP_CLIENT_ID'] },
    {
      when: 'a first secret that bcrypt would cut',
      given: { AEGIS_BOOTSTRAP_CLIENT_ID: 'acme', AEGIS_BOOTSTRAP_CLIENT_SECRET: 'ä'.repeat(40) },
      faults: ['AEGIS_BOOTSTRAP_CLIENT_SECRET'],
    },
    {
      when: 'several faults at once',
      given: { PORT: '-1', DEBUG: 'x', ENVIRONMENT: 'y' },
      faults: ['ENVIRONMENT', 'DEBUG', 'PORT'],
    },
  ])('refuses $when', ({ given, faults }) => expect([...faultsOf(given)].sort()).toEqual([...faults].sort()));

  it.each<{ when: string; given: Environment; secrets: readonly string[] }>([
    { when: 'the default, on this machine only', given: {}, secrets: ['CHANGE_ME'] },
    { when: 'the default on localhost', given: { HOST: 'localhost' }, secrets: ['CHANGE_ME'] },
    { when: 'the default on IPv6', given: { HOST: '::1' }, secrets: ['CHANGE_ME'] },
    { when: 'one of its own', given: { HOST: '0.0.0.0', JWT_SECRET_KEY: STRONG }, secrets: [STRONG] },
    {
      when: 'a list, in place of the single one',
      given: { ENVIRONMENT: 'production', JWT_SECRET_KEYS: `${OTHER}, ${OTHER}2 ,` },
      secrets: [OTHER, `${OTHER}2`],
    },
  ])('signs with $when', ({ given, secrets }) => expect(loadConfig(given).signingSecrets).toEqual(secrets));

  it('names no value in its message', () => {
    const secret = 'short-but-real';
    expect(() => loadConfig({ ENVIRONMENT: 'production', JWT_SECRET_KEY: secret })).toThrow(
      /^((?!short-but-real)[\s\S])*$/,
    );
  });

  it('cannot be changed afterwards', () => expect(Object.isFrozen(loadConfig({}))).toBe(true));
});
