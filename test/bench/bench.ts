import { measures } from './measures/index.js';
import { HELP, type Options, readOptions } from './support/options.js';
import { type Figure, json, markdown, table } from './support/report.js';

const PRINT = { table, json, markdown } as const;

async function run(options: Options): Promise<Figure[]> {
  const known = measures.flatMap(({ names }) => names);
  const unknown = options.only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const isWanted = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
  const figures: Figure[] = [];
  for (const measure of measures) {
    const isAsked = measure.isOnRequest !== true || options.soakMinutes > 0;
    if (!isAsked || !measure.names.some(isWanted)) continue;
    process.stderr.write(`measuring ${measure.names.join(', ')} ...\n`);
    figures.push(...(await measure.run(options)).filter((figure) => isWanted(figure.measure)));
  }
  return figures;
}

const options = readOptions(process.argv.slice(2));
if (options === null) process.stdout.write(`${HELP}\n`);
else process.stdout.write(`${PRINT[options.format](await run(options))}\n`);
