import { readdirSync } from 'node:fs';

/** `npm run bench -- NAME ...`: each bench is a file beside this one that exports `run`. */
interface Bench {
  run(args: readonly string[]): Promise<number>;
}

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts' && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();
const [name = '', ...args] = process.argv.slice(2);
if (names.includes(name)) {
  const bench = (await import(new URL(`./${name}.ts`, import.meta.url).href)) as Bench;
  process.exitCode = await bench.run(args);
} else {
  process.stderr.write(
    `Usage: npm run bench -- NAME ...; NAME is one of ${names.join(', ')}. See bench/README.md.\n`,
  );
  process.exitCode = 2;
}
