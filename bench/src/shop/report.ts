import { markdownTable } from '../report/markdown-table.ts';
import { quantileOf, type Reads } from './watch-reads.ts';

export interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export interface ShopFigures {
  readonly series: number;
  readonly rows: number;
  readonly horizonDays: number;
  readonly failed: number;
  readonly steps: readonly Step[];
  /** of the second run, during which somebody reads */
  readonly again: Step;
  readonly reads: Reads;
  /** `nimbus forecast` of the same file with the same horizon */
  readonly peer: Step;
  readonly peakMiB: number;
  readonly version: string;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');

export function shopReport(figures: ShopFigures, machine: string): string {
  const { steps, again, peer, reads } = figures;
  const run = steps.filter(({ name }) => name !== 'import');
  const sum = {
    name: 'the run, until the reorder list stands',
    seconds: run.reduce((total, step) => total + step.seconds, 0),
    cpuSeconds: run.reduce((total, step) => total + step.cpuSeconds, 0),
  };
  const row = ({ name, seconds, cpuSeconds }: Step): string[] => [
    name,
    seconds.toFixed(1),
    cpuSeconds.toFixed(1),
    `x${(cpuSeconds / peer.cpuSeconds).toFixed(2)}`,
  ];
  const table = markdownTable(
    ['what', 'seconds', 'CPU seconds', 'of the peer'],
    [...steps, sum, again, peer].map(row),
  );
  const paths = markdownTable(
    ['read while the run goes on', 'reads', 'p50 ms', 'p95 ms', 'longest ms'],
    [...reads].map(([path, times]) => [
      path,
      `${times.length}`,
      ...[0.5, 0.95, 1].map((p) => quantileOf(times, p).toFixed(0)),
    ]),
  );
  return `# A large shop through the product

\`npm run bench -- shop\`: ${whole(figures.series)} histories of two years (made up as in million.md, ${whole(figures.rows)} rows) by
\`nimbus import\` into a running product with its own database; the import starts a run of ${figures.horizonDays} days with the default
models. CPU seconds are those of the server, its threads and its database. Engine ${figures.version}; ${machine} when it began.

${table}
The peer is \`nimbus forecast --horizon ${figures.horizonDays}\` on the same file: the same engine without database, sums over lead times and
reorder list, but tested on windows of the whole horizon where the product's are of 28 days. The second run's CPU seconds are
with those of the reads; its reorder list is computed after it. ${figures.failed} series failed; the server's peak memory was ${whole(figures.peakMiB)} MiB, without its database.

${paths}`;
}
