import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import { DEFAULT_BOOSTER, meanLoss, packForest, predictRow, trainBooster } from '@ordernimbus/engine/boost';
import { startTeam } from './helpers.ts';
import { makeRows, WIDTH } from './make-rows.ts';
import type { BoostPlan, BoostResult } from './plan.ts';

/** Trains ours in a process of its own, so that its memory and processor time are its own. */
const plan = JSON.parse(process.argv[2] ?? '') as BoostPlan;
const rows = makeRows(plan.rows, plan.seed);
const unseen = makeRows(plan.unseen, plan.seed + 1);
const objective = { name: 'tweedie', power: plan.power } as const;
const options = {
  ...DEFAULT_BOOSTER,
  objective,
  trees: plan.trees,
  leaves: plan.leaves,
  depth: plan.leaves,
  learningRate: plan.learningRate,
  minRows: plan.minRows,
  lambda: plan.lambda,
  bins: plan.bins,
  featureShare: plan.featureShare,
  rowShare: plan.rowShare,
  seed: plan.seed,
};
const team = plan.threads > 1 ? await startTeam(plan.threads - 1) : undefined;
const before = process.cpuUsage();
const trainerBefore = process.threadCpuUsage();
const began = performance.now();
const booster = trainBooster(rows, options, undefined, team);
const seconds = (performance.now() - began) / 1000;
const used = process.cpuUsage(before);
const trainer = process.threadCpuUsage(trainerBefore);
await team?.stop();
const forest = packForest(booster);
const scores = new Float64Array(plan.unseen);
const row = new Float32Array(WIDTH);
for (let i = 0; i < plan.unseen; i++) {
  for (let f = 0; f < WIDTH; f++) row[f] = unseen.features.columns[f]?.[i] as number;
  scores[i] = Math.log(predictRow(forest, row));
}
const result: BoostResult = {
  seconds,
  trainerSeconds: (trainer.user + trainer.system) / 1e6,
  digest: createHash('sha256').update(serialize(booster)).digest('hex'),
  cpuSeconds: (used.user + used.system) / 1e6,
  loss: meanLoss(objective, unseen.target, unseen.weight, scores),
};
process.stdout.write(JSON.stringify(result));
