import { describe, expect, it } from 'vitest';
import { loadDemoSettings } from './demo-settings.js';

describe(loadDemoSettings.name, () => {
  it.each([
    { when: 'nothing is set', environment: {}, url: 'http://127.0.0.1:8000' },
    { when: 'the server has a port', environment: { PORT: '9000' }, url: 'http://127.0.0.1:9000' },
    { when: 'it listens everywhere', environment: { HOST: '0.0.0.0' }, url: 'http://127.0.0.1:8000' },
    {
      when: 'an address is given',
      environment: { AEGIS_URL: 'https://a.example/', PORT: '1' },
      url: 'https://a.example',
    },
    { when: 'its address is IPv6', environment: { HOST: '::1' }, url: 'http://[::1]:8000' },
  ])('goes to $url when $when', ({ environment, url }) => expect(loadDemoSettings(environment)).toMatchObject({ url }));

  it('takes the key from the environment, an empty one for none', () => {
    expect(loadDemoSettings({ AEGIS_CLIENT_ID: 'me', AEGIS_CLIENT_SECRET: ' ' })).toMatchObject({
      clientId: 'me',
      clientSecret: undefined,
    });
  });
});
