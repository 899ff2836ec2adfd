import { DEFAULT_BOOSTER, meanLoss, packForest, predictRow, trainBooster } from '@ordernimbus/engine/boost';
import { makeRows, WIDTH } from './make-rows.ts';
import type { BoostPlan, BoostResult } from './plan.ts';

/** Trains ours in a process of its own, so that its memory and processor time are its own. */
const plan = JSON.parse(process.argv[2] ?? '') as BoostPlan;
const rows = makeRows(plan.rows, plan.seed);
const unseen = makeRows(plan.unseen, plan.seed + 1);
const objective = { name: 'tweedie', power: plan.power } as const;
const before = process.cpuUsage();
const booster = trainBooster(rows, {
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
});
const used = process.cpuUsage(before);
const forest = packForest(booster);
const scores = new Float64Array(plan.unseen);
const row = new Float32Array(WIDTH);
for (let i = 0; i < plan.unseen; i++) {
  for (let f = 0; f < WIDTH; f++) row[f] = unseen.features.columns[f]?.[i] as number;
  scores[i] = Math.log(predictRow(forest, row));
}
const result: BoostResult = {
  cpuSeconds: (used.user + used.system) / 1e6,
  loss: meanLoss(objective, unseen.target, unseen.weight, scores),
};
process.stdout.write(JSON.stringify(result));
