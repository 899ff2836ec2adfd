import { writeFile } from 'node:fs/promises';
import { machineText } from '../report/machine-text.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { show } from '../report/show-scores.ts';
import { benchSets } from '../sets/index.ts';
import type { SetOutcome } from './bench-one-set.ts';

/** One set forecast twice: with the default settings and with `--models fast`. */
export interface FastPair {
  readonly auto: SetOutcome;
  readonly fast: SetOutcome;
}

const ratio = (a: number | null, b: number | null): number => (a === null || b === null ? Number.NaN : a / b);
const showRatio = (value: number): string => (Number.isNaN(value) ? '-' : `x${value.toFixed(3)}`);
const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** What the fast profile loses against the default: above x1 it is worse. */
export function fastTable(pairs: readonly FastPair[]): string {
  const main = ({ auto, fast }: FastPair): number => ratio(fast.ours.main, auto.ours.main);
  const pinball = ({ auto, fast }: FastPair): number =>
    ratio(fast.ours.scaledPinball, auto.ours.scaledPinball);
  const cost = ({ auto, fast }: FastPair): number => fast.cpuSeconds / auto.cpuSeconds;
  const mean = (of: (pair: FastPair) => number): string => showRatio(geometricMean(pairs.map(of)));
  return markdownTable(
    [
      'set (main metric)',
      'main',
      'fast',
      'ratio',
      'scaled pinball',
      'fast',
      'ratio',
      'CPU s',
      'fast',
      'ratio',
    ],
    [
      ...pairs.map((pair) => {
        const { auto, fast } = pair;
        const metric = benchSets.find(({ name }) => name === auto.set)?.mainMetric ?? '';
        const digits = auto.ours.main >= 10 ? 2 : 4;
        return [
          `${auto.set} (${metric})`,
          show(auto.ours.main, digits),
          show(fast.ours.main, digits),
          showRatio(main(pair)),
          show(auto.ours.scaledPinball, 4),
          show(fast.ours.scaledPinball, 4),
          showRatio(pinball(pair)),
          show(auto.cpuSeconds, 1),
          show(fast.cpuSeconds, 1),
          showRatio(cost(pair)),
        ];
      }),
      ['geometric mean', '', '', mean(main), '', '', mean(pinball), '', '', mean(cost)],
    ],
  );
}

/** Writes `bench/results/fast.md`. */
export async function writeFastTable(pairs: readonly FastPair[]): Promise<void> {
  const text = `# The fast profile against the default

Written by \`npm run bench -- accuracy --fast\`: the test window of every set, forecast with the default settings and with
\`--models fast\` in the same run, on 2 threads. Lower is better, and above x1 \`fast\` is worse. \`fast\` trains the
model of the panel twice in place of five times, rests on fewer origins and leaves out the costly models of single series
(docs/adr/0023). CPU seconds are those of the whole process; on small sets the start is a good part of them. Engine ${pairs[0]?.auto.version}; ${machineText()} when it ended.

${fastTable(pairs)}`;
  await writeFile(new URL('../../results/fast.md', import.meta.url), text);
}
