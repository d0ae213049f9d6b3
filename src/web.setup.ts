import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, NextFunction, Request, Response } from 'express';
import path from 'node:path';

/** Where `npm run build` puts the page; the same from `src/` and from `dist/`. */
const FOLDER = path.resolve(import.meta.dirname, '..', 'dist', 'web');

/** Nothing but the page's own files runs or is shown, and it reaches nobody but this server. Texts can't become markup:
 * browsers that know trusted types refuse it altogether. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The page's own addresses: all that aren't those of its files. */
const PAGES = /^\/ui(\/(?!assets\/).*)?$/;

/** Serves the web page at /ui/. Every path below it that is no file is the page, which knows its own addresses; / leads
 * browsers there, and nobody else. */
export function serveWebPage(app: NestExpressApplication): void {
  const express: Express = app.getHttpAdapter().getInstance();
  express.get('/', (request, response, next) => {
    if (request.accepts(['json', 'html']) === 'html') response.redirect('/ui/');
    else next();
  });
  express.get('/ui/assets/:file', asset);
  express.get(PAGES, page);
}

/** Files whose names hold the hash of their content: they never change. */
function asset(request: Request, response: Response, next: NextFunction): void {
  const root = path.join(FOLDER, 'assets');
  response.sendFile(
    String(request.params['file']),
    { root, maxAge: '365d', immutable: true },
    elseNext(response, next),
  );
}

function page(_request: Request, response: Response, next: NextFunction): void {
  response.set({ 'Content-Security-Policy': CONTENT_SECURITY_POLICY, 'Cache-Control': 'no-cache' });
  response.sendFile('index.html', { root: FOLDER, cacheControl: false }, elseNext(response, next));
}

/** What isn't there is answered like any unknown path. */
function elseNext(response: Response, next: NextFunction): (error?: Error) => void {
  return (error) => {
    if (error === undefined || response.headersSent) return;
    response.removeHeader('Cache-Control');
    next();
  };
}
