// Writes clients/typescript/schema.d.ts from docs/openapi.json; with --check only says whether it is as it should be.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'clients', 'typescript', 'schema.d.ts');
const HEAD = "// Written by `npm run openapi` from docs/openapi.json. Don't change it by hand.\n\n";

const document = pathToFileURL(path.join(root, 'docs', 'openapi.json'));
const text = HEAD + astToString(await openapiTS(document));
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
  console.log('Wrote clients/typescript/schema.d.ts');
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('clients/typescript/schema.d.ts is not what docs/openapi.json gives: run "npm run openapi"');
  process.exit(1);
}
