import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Goals, goalsOf } from './million/goals.ts';
import { type PanelFigures, runPanel } from './million/run-panel.ts';
import { machineText } from './report/machine-text.ts';
import { markdownTable } from './report/markdown-table.ts';

const MILLION = 1_000_000;

/**
 * `npm run bench -- million [--series 1000000] [--models fast]`: generated retail sales of two years, 28 days ahead with
 * quantiles, by the command line from Parquet to Parquet. Exits 1 when a series failed or a goal was missed
 * (`million/goals.ts`).
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      series: { type: 'string', default: `${MILLION}` },
      days: { type: 'string', default: '730' },
      models: { type: 'string', default: 'fast' },
      threads: { type: 'string', default: '2' },
      memory: { type: 'string', default: '512' },
    },
  });
  const machine = machineText();
  const figures = await runPanel({
    series: Number(values.series),
    days: Number(values.days),
    models: values.models,
    threads: Number(values.threads),
    memory: Number(values.memory),
  });
  const goals = goalsOf(figures.series);
  const text = report(figures, goals, machine);
  process.stdout.write(text);
  if (figures.series === MILLION) {
    const results = new URL('../results/', import.meta.url);
    await writeFile(new URL('million.md', results), text);
    await writeFile(
      new URL('million.json', results),
      `${JSON.stringify({ machine, ...figures }, null, 2)}\n`,
    );
  }
  const isKept = figures.seconds <= goals.seconds && figures.peakMiB <= goals.peakMiB;
  return figures.failed === 0 && isKept ? 0 : 1;
}

function report(figures: PanelFigures, goals: Goals, machine: string): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en');
  const per = (1000 * figures.cpuSeconds) / figures.sold;
  const table = markdownTable(
    ['what', 'seconds', 'CPU seconds', 'of the bare read'],
    [
      [
        'DuckDB, bare read summed by series (peer)',
        figures.bareSeconds.toFixed(1),
        figures.bareCpuSeconds.toFixed(1),
        '1',
      ],
      [
        `nimbus forecast --models ${figures.models} --threads ${figures.threads}`,
        figures.seconds.toFixed(1),
        figures.cpuSeconds.toFixed(1),
        (figures.seconds / figures.bareSeconds).toFixed(0),
      ],
    ],
  );
  return `# ${whole(figures.series)} series from Parquet to Parquet

\`npm run bench -- million\`: made-up retail sales (heavy-tailed levels, most items slow, weeks and years, launches, stops,
weeks out of stock) of ${figures.days} days; ${whole(figures.sold)} series sold at least once, ${whole(figures.rows)} rows (days with sales), ${whole(figures.inputMiB)} MiB.
28 days ahead, seven quantiles a day, ${whole(figures.outputMiB)} MiB written. Engine ${figures.version}; ${machine} when it began.

${table}
${per.toFixed(2)} ms of processor time a series, ${whole(figures.sold / figures.seconds)} series a second; peak memory ${whole(figures.peakMiB)} MiB; ${figures.failed} failed.
Of the goals: x${(figures.seconds / goals.seconds).toFixed(2)} of ${whole(goals.seconds)} s, x${(figures.peakMiB / goals.peakMiB).toFixed(2)} of ${whole(goals.peakMiB)} MiB.
`;
}
