import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { drawPlot } from './growth/draw-plot.ts';
import { type CostFormula, costOf, fitCost } from './growth/fit-cost.ts';
import { type PanelFigures, runPanel } from './million/run-panel.ts';
import { machineText } from './report/machine-text.ts';
import { markdownTable } from './report/markdown-table.ts';

const DAYS = 730;
/** Series of the runs that differ in their length. */
const LENGTH_SERIES = 2000;
const LENGTHS = [90, 365, 1000, 2000];

const results = new URL('../results/', import.meta.url);

/**
 * `npm run bench -- growth [--most 100000]`: how the cost of a forecast grows with series, length and threads, for the
 * profiles `fast` and `auto`. A million series come from `bench/results/million.json`, where there is one.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { most: { type: 'string', default: '100000' } } });
  const machine = machineText();
  const counts = [1000, 10_000, 100_000].filter((series) => series <= Number(values.most));
  const measured: PanelFigures[] = [];
  const measure = async (series: number, days: number, threads: number, models: string): Promise<void> => {
    process.stderr.write(`${models}: ${series} series of ${days} days, ${threads} threads ...\n`);
    measured.push(await runPanel({ series, days, threads, models }));
  };
  for (const models of ['fast', 'auto']) {
    for (const series of counts) {
      for (const threads of [1, 2]) {
        // what one thread and `auto` take for the largest panel follows from the others
        if (series === 100_000 && (models === 'auto' || threads === 1)) continue;
        await measure(series, DAYS, threads, models);
      }
    }
    for (const days of LENGTHS) await measure(LENGTH_SERIES, days, 1, models);
  }
  const million = await readFile(new URL('million.json', results), 'utf8').then(
    (text) => JSON.parse(text) as PanelFigures,
    () => undefined,
  );
  const points = million ? [...measured, million] : measured;
  const text = report(points, machine);
  process.stdout.write(text);
  if (counts.length === 3) {
    await writeFile(new URL('growth.md', results), text);
    await writeFile(new URL('growth.json', results), `${JSON.stringify({ machine, measured }, null, 2)}\n`);
    await writeFile(new URL('growth.svg', results), plot(points));
  }
  return measured.every(({ failed }) => failed === 0) ? 0 : 1;
}

const of = (points: readonly PanelFigures[], models: string): PanelFigures[] =>
  points.filter((point) => point.models === models);

function plot(points: readonly PanelFigures[]): string {
  const lines = ['fast', 'auto'].map((models) => ({
    name: models,
    points: of(points, models)
      .filter(({ threads, days }) => threads === 2 && days === DAYS)
      .map(({ series, seconds }) => ({ x: series, y: seconds })),
  }));
  return drawPlot('Forecast from Parquet to Parquet, 2 threads, 730 days', 'series', 'seconds', lines);
}

const formulaText = ({ start, training, perSeries, perDay }: CostFormula): string =>
  `${start.toFixed(1)} s + ${training.toFixed(1)} s for the panel's model + series x (${(1000 * perSeries).toFixed(2)} ms + ${(1e6 * perDay).toFixed(2)} us x days)`;

function report(points: readonly PanelFigures[], machine: string): string {
  const rows = points.map((point) => [
    point.models,
    point.series.toLocaleString('en'),
    String(point.days),
    String(point.threads),
    point.seconds.toFixed(1),
    point.cpuSeconds.toFixed(1),
    ((1000 * point.cpuSeconds) / point.sold).toFixed(2),
    point.peakMiB.toFixed(0),
  ]);
  const head = [
    'profile',
    'series',
    'days',
    'threads',
    'seconds',
    'CPU seconds',
    'CPU ms a series',
    'peak MiB',
  ];
  const formulas = ['fast', 'auto'].map((models) => {
    const own = of(points, models);
    const formula = fitCost(own.map(({ sold, days, cpuSeconds }) => ({ series: sold, days, cpuSeconds })));
    const worst = Math.max(
      ...own.map(({ sold, days, cpuSeconds }) => Math.abs(costOf(formula, sold, days) / cpuSeconds - 1)),
    );
    return `- \`${models}\`: CPU = ${formulaText(formula)}; within ${Math.ceil(100 * worst)} % of every run.`;
  });
  return `# How the cost of a forecast grows

\`npm run bench -- growth\`: generated retail sales (see million.md), 28 days ahead, from Parquet to Parquet by the command
line; a million series from \`npm run bench -- million\`. ${machine} when it began.

${markdownTable(head, rows)}
Least squares of the relative error:

${formulas.join('\n')}

![seconds by number of series](growth.svg)
`;
}
