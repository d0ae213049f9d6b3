import { NestFactory } from '@nestjs/core';
import { writeFile } from 'node:fs/promises';
import { AppModule } from './app.module.js';
import { openApiDocument } from './openapi.setup.js';
import { loadConfig } from './platform/config/load-config.js';

/** Writes the description of the API, without a database.
 * @param file where to
 * @throws Error where it can't be written */
export async function writeDocument(file: string): Promise<void> {
  // The defaults, whatever the environment says: the same code must give the same file everywhere.
  const config = loadConfig({});
  // A preview knows every route and builds nothing behind it.
  const app = await NestFactory.create(AppModule.forRoot(config), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  const { paths, components, ...rest } = openApiDocument(app, config.appName);
  const document = {
    ...rest,
    paths: sorted(paths),
    components: { ...components, schemas: sorted(components?.schemas) },
  };
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  await app.close();
  process.stdout.write(`Wrote ${file}\n`);
}

/** By name, so that a route that is moved within the code doesn't move within the file. */
function sorted<Value>(entries: Readonly<Record<string, Value>> = {}): Record<string, Value> {
  return Object.fromEntries(Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1)));
}
