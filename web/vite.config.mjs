import path from 'node:path';
import { defineConfig } from 'vite';

/** Builds the page into dist/web, as plain files with their hash in the name. Nothing is inlined: the page's policy allows
 * no inline script, no inline style and no data: address. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/ui/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: path.resolve(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
  server: { proxy: { '^/(?!ui/)': process.env.AEGIS_URL ?? 'http://127.0.0.1:8000' } },
});
