import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { BoostPlan, BoostResult } from './boost/plan.ts';
import { runLightGbm } from './boost/run-lightgbm.ts';
import { preparePython } from './peers/prepare-python.ts';
import { machineText } from './report/machine-text.ts';
import { markdownTable } from './report/markdown-table.ts';

const PLAN: BoostPlan = {
  rows: 500_000,
  unseen: 100_000,
  seed: 1,
  power: 1.5,
  trees: 100,
  leaves: 31,
  learningRate: 0.05,
  minRows: 20,
  lambda: 1,
  bins: 63,
  featureShare: 1,
  rowShare: 1,
};

/** The same with the shares that a panel model trains with. */
const SAMPLED: Partial<BoostPlan> = { featureShare: 0.5, rowShare: 0.7 };

const child = fileURLToPath(new URL('./boost/train-child.ts', import.meta.url));
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function runOurs(plan: BoostPlan): Promise<BoostResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(plan)]);
  return JSON.parse(stdout) as BoostResult;
}

/**
 * `npm run bench -- boost [--rows 500000] [--rounds 3]`: training of boosted trees beside LightGBM: same rows, trees, leaves,
 * rate and shares, one thread each, in turn. Exits 1 when ours takes more than twice the processor time.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: String(PLAN.rows) },
      rounds: { type: 'string', default: '3' },
    },
  });
  const interpreter = await preparePython();
  const machine = machineText();
  const rows = Number(values.rows);
  const lines: string[][] = [];
  let version = '';
  let worst = 0;
  const cases = [
    ['all rows and features, 63 bins', {}],
    ['all rows and features, 255 bins', { bins: 255 }],
    ['half of the features, 70 % of the rows, 63 bins', SAMPLED],
  ] as const;
  for (const [name, settings] of cases) {
    const plan = { ...PLAN, ...settings, rows };
    const ours: BoostResult[] = [];
    const theirs: BoostResult[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      process.stderr.write(`${name}: round ${round + 1} ...\n`);
      ours.push(await runOurs(plan));
      const peer = await runLightGbm(interpreter, plan);
      version = peer.version;
      theirs.push(peer);
    }
    const ratio = median(ours.map((one, i) => one.cpuSeconds / (theirs[i] as BoostResult).cpuSeconds));
    worst = Math.max(worst, ratio);
    lines.push([
      name,
      median(ours.map((one) => one.cpuSeconds)).toFixed(1),
      median(theirs.map((one) => one.cpuSeconds)).toFixed(1),
      `x${ratio.toFixed(2)}`,
      (ours[0] as BoostResult).loss.toFixed(5),
      (theirs[0] as BoostResult).loss.toFixed(5),
    ]);
  }
  const head = ['settings', 'CPU s', 'LightGBM CPU s', 'ratio', 'loss', 'LightGBM loss'];
  const text = `# Boosted trees beside LightGBM

\`npm run bench -- boost\`: ${rows.toLocaleString('en')} rows x 30 features, ${PLAN.trees} trees of ${PLAN.leaves} leaves, Tweedie ${PLAN.power}, one thread each, binning included;
medians of ${values.rounds} rounds in turn, the ratio within each round. The loss is the mean Tweedie deviance (up to a constant) of
${PLAN.unseen.toLocaleString('en')} rows that neither has seen. LightGBM ${version}; ${machine} when it began.

${markdownTable(head, lines)}`;
  process.stdout.write(text);
  if (rows === PLAN.rows) await writeFile(new URL('../results/boost.md', import.meta.url), text);
  return worst <= 2 ? 0 : 1;
}
