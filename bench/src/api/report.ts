import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from './load-client.ts';

/** One round of one kind of request. */
export interface Round {
  readonly load: LoadResult;
  /** processor time of the server for each request, from its own counters */
  readonly cpuMicroseconds: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rate = (round: Round) => round.load.requests / round.load.seconds;

/** The table of the run: medians over rounds, and ratios within each round, so that a busy moment touches both sides. */
export function reportText(rounds: Readonly<Record<string, readonly Round[]>>, series: number): string {
  const bare = rounds.bare ?? [];
  const rows = Object.entries(rounds).map(([name, own]) => {
    const quantile = (p: 'p50' | 'p95' | 'p99') =>
      median(own.map((round) => round.load.milliseconds[p])).toFixed(2);
    const ratio = median(own.map((round, index) => rate(round) / rate(bare[index] as Round)));
    const cpuRatio = median(
      own.map((round, index) => (bare[index] as Round).cpuMicroseconds / round.cpuMicroseconds),
    );
    const bytes = median(own.map((round) => round.load.bytes / round.load.requests));
    return [
      names[name] ?? name,
      median(own.map(rate)).toFixed(0),
      quantile('p50'),
      quantile('p95'),
      quantile('p99'),
      median(own.map((round) => round.cpuMicroseconds)).toFixed(1),
      bytes.toFixed(0),
      `${(ratio * 100).toFixed(0)} %`,
      `${(cpuRatio * 100).toFixed(0)} %`,
    ];
  });
  const head = [
    '',
    'requests/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'CPU us/request',
    'bytes',
    'of bare',
    'of bare by CPU',
  ];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}, load average ` +
      `${loadavg()[0]?.toFixed(1)} at the end; ${series} forecasts, ${bare.length} rounds, medians.`,
    '',
    ...lines,
    '',
  ].join('\n');
}

const names: Readonly<Record<string, string>> = {
  bare: 'bare Fastify, hello world',
  cached: 'forecast, signed in, cached',
  notModified: 'forecast, signed in, cached, 304 by ETag',
  uncached: 'forecast, signed in, from PostgreSQL',
};

const preface = `# API reads

\`npm run bench -- api\` starts the whole product (\`nimbus serve\`) on an empty folder, signs up, uploads sales, waits for
the forecasts and then reads them by the public API with an access token. A bare Fastify hello runs beside it in its own
process; rounds of all kinds alternate. The load generator is a third process with 32 keep-alive connections. "Of bare" is
the median of the ratios of requests a second within a round; "by CPU" is the same of the servers' own processor time for
each request, which other work on the machine disturbs less.

`;

export function writeReport(text: string): string {
  const folder = new URL('../../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = fileURLToPath(new URL('api.md', folder));
  writeFileSync(file, `${preface}${text}`);
  return file;
}
