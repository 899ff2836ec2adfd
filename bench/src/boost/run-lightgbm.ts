import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type LabelledRows, meanLoss } from '@ordernimbus/engine/boost';
import { makeRows } from './make-rows.ts';
import type { BoostPlan, BoostResult } from './plan.ts';

const script = fileURLToPath(new URL('../../peers/train_lightgbm.py', import.meta.url));

async function writeRows(file: string, { features, target }: LabelledRows): Promise<void> {
  const bytes = [...features.columns, target].map((column) => new Uint8Array(column.buffer));
  await writeFile(file, Buffer.concat(bytes));
}

/**
 * LightGBM on the same rows; its threads wait for each other asleep, since they lose tenfold on a machine that does other
 * things when they spin. Its forecasts of the unseen rows are scored here, like ours.
 */
export async function runLightGbm(
  interpreter: string,
  plan: BoostPlan,
): Promise<BoostResult & { version: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'ordernimbus-bench-'));
  try {
    const unseen = makeRows(plan.unseen, plan.seed + 1);
    await writeRows(join(folder, 'rows.bin'), makeRows(plan.rows, plan.seed));
    await writeRows(join(folder, 'unseen.bin'), unseen);
    const { stdout } = await promisify(execFile)(interpreter, [script, folder, JSON.stringify(plan)], {
      env: { ...process.env, OMP_NUM_THREADS: `${plan.threads}`, OMP_WAIT_POLICY: 'PASSIVE' },
    });
    const used = JSON.parse(stdout) as { cpuSeconds: number; seconds: number; version: string };
    const bytes = await readFile(join(folder, 'scores.bin'));
    const scores = new Float64Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    );
    const objective = { name: 'tweedie', power: plan.power } as const;
    return { ...used, loss: meanLoss(objective, unseen.target, unseen.weight, scores) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
