import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { BoostPlan, BoostResult } from './boost/plan.ts';
import { runLightGbm } from './boost/run-lightgbm.ts';
import { preparePython } from './peers/prepare-python.ts';
import { machineText } from './report/machine-text.ts';
import { markdownTable } from './report/markdown-table.ts';

const PLAN: Omit<BoostPlan, 'threads'> = {
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

const CASES = [
  ['all rows and features, 63 bins', {}],
  ['all rows and features, 255 bins', { bins: 255 }],
  ['half of the features, 70 % of the rows, 63 bins', SAMPLED],
] as const;

const child = fileURLToPath(new URL('./boost/train-child.ts', import.meta.url));
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function runOurs(plan: BoostPlan): Promise<BoostResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(plan)]);
  return JSON.parse(stdout) as BoostResult;
}

/** What one training took in each round, by the number of threads: 1, then `threads`. */
interface CaseRounds {
  readonly name: string;
  readonly ours: readonly [BoostResult[], BoostResult[]];
  readonly theirs: readonly [BoostResult[], BoostResult[]];
}

/**
 * `npm run bench -- boost [--rows 500000] [--rounds 3] [--threads 2]`: training of boosted trees beside LightGBM: same rows,
 * trees, leaves, rate, shares and threads, in turn. Exits 1 when ours takes more than twice the processor time on one
 * thread, or when its trees differ between one thread and several.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: String(PLAN.rows) },
      rounds: { type: 'string', default: '3' },
      threads: { type: 'string', default: '2' },
    },
  });
  const interpreter = await preparePython();
  const machine = machineText();
  const rows = Number(values.rows);
  const threads = Number(values.threads);
  let version = '';
  const cases: CaseRounds[] = [];
  for (const [name, settings] of CASES) {
    const found: CaseRounds = { name, ours: [[], []], theirs: [[], []] };
    for (let round = 0; round < Number(values.rounds); round++) {
      process.stderr.write(`${name}: round ${round + 1} ...\n`);
      for (const [at, count] of [1, threads].entries()) {
        const plan: BoostPlan = { ...PLAN, ...settings, rows, threads: count };
        found.ours[at]?.push(await runOurs(plan));
        const peer = await runLightGbm(interpreter, plan);
        version = peer.version;
        found.theirs[at]?.push(peer);
      }
    }
    cases.push(found);
  }
  const text = `# Boosted trees beside LightGBM

\`npm run bench -- boost\`: ${rows.toLocaleString('en')} rows x 30 features, ${PLAN.trees} trees of ${PLAN.leaves} leaves, Tweedie ${PLAN.power}, binning included, ${values.rounds} rounds in turn.
The loss is the mean Tweedie deviance (up to a constant) of ${PLAN.unseen.toLocaleString('en')} rows that neither has seen. LightGBM ${version}; ${machine} when it began.

One thread each: medians, the ratio within each round.

${processorTable(cases)}
${threads} threads, which were up before (as those of a running pool are): the least of the rounds, since whatever else runs on the
machine makes a wall time longer and never shorter. Where the machine never had ${threads} cores to spare, the processor time of the
thread that trains says what the wall time would have been. The trees are those of one thread to the byte.
LightGBM's threads wait asleep (\`OMP_WAIT_POLICY=PASSIVE\`): spinning, its default, took them ten times as long on a busy machine.

${threadTable(cases, threads)}`;
  process.stdout.write(text);
  if (rows === PLAN.rows) await writeFile(new URL('../results/boost.md', import.meta.url), text);
  const worst = Math.max(...cases.map(processorRatio));
  const isSame = cases.every(({ ours }) => new Set(ours.flat().map(({ digest }) => digest)).size === 1);
  if (!isSame) process.stderr.write('The trees differ between runs or numbers of threads.\n');
  return worst <= 2 && isSame ? 0 : 1;
}

const processorRatio = ({ ours, theirs }: CaseRounds): number =>
  median(ours[0].map((one, i) => one.cpuSeconds / (theirs[0][i] as BoostResult).cpuSeconds));

function processorTable(cases: readonly CaseRounds[]): string {
  const processor = (results: readonly BoostResult[]): string =>
    median(results.map((one) => one.cpuSeconds)).toFixed(1);
  return markdownTable(
    ['settings', 'CPU s', 'LightGBM CPU s', 'ratio', 'loss', 'LightGBM loss'],
    cases.map((one) => [
      one.name,
      processor(one.ours[0]),
      processor(one.theirs[0]),
      `x${processorRatio(one).toFixed(2)}`,
      one.ours[0][0]?.loss?.toFixed(5) ?? '',
      one.theirs[0][0]?.loss?.toFixed(5) ?? '',
    ]),
  );
}

function threadTable(cases: readonly CaseRounds[], threads: number): string {
  const least = (of: (result: BoostResult) => number | undefined, results: readonly BoostResult[]): number =>
    Math.min(...results.map((one) => of(one) ?? Number.NaN));
  const wall = (one: BoostResult): number => one.seconds;
  const processor = (one: BoostResult): number => one.cpuSeconds;
  const trainer = (one: BoostResult): number | undefined => one.trainerSeconds;
  const times = (value: number): string => `x${value.toFixed(2)}`;
  return markdownTable(
    [
      'settings',
      's, 1 thread',
      `s, ${threads} threads`,
      'ratio',
      'ratio of CPU',
      'of CPU of the trainer',
      `LightGBM s, ${threads} threads`,
      'ratio to 1 thread',
      'ours to LightGBM',
    ],
    cases.map(({ name, ours: [one, several], theirs: [peerOne, peerSeveral] }) => [
      name,
      least(wall, one).toFixed(1),
      least(wall, several).toFixed(1),
      times(least(wall, several) / least(wall, one)),
      times(least(processor, several) / least(processor, one)),
      times(least(trainer, several) / least(trainer, one)),
      least(wall, peerSeveral).toFixed(1),
      times(least(wall, peerSeveral) / least(wall, peerOne)),
      times(least(wall, several) / least(wall, peerSeveral)),
    ]),
  );
}
