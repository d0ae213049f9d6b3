import { inject } from 'vitest';
import { createTestApp, type TestApp } from './test-app.js';
import { WireTap } from './wire-tap.js';

/** The real application, whose commands to the database are seen and can be answered otherwise. */
export interface TappedApp extends TestApp {
  readonly tap: WireTap;
}

/** Starts it.
 * @param options of the application, and what the address says behind its `?` */
export async function createTappedApp({
  query,
  ...options
}: { readonly query?: string } & NonNullable<Parameters<typeof createTestApp>[0]> = {}): Promise<TappedApp> {
  const tap = await WireTap.start(inject('mongoUri'));
  const uri = new URL(tap.uri);
  if (query !== undefined) uri.search = query;
  try {
    const app = await createTestApp({ ...options, env: { MONGO_URI: uri.href, ...options.env } });
    return Object.assign({}, app, {
      tap,
      close: async () => {
        tap.look = () => undefined;
        await app.close();
        tap.stop();
      },
    });
  } catch (error) {
    tap.stop();
    throw error;
  }
}
