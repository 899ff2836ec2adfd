import type { ForecastRun } from '@ordernimbus/contracts';
import type { RunRow } from '@ordernimbus/data';

/** Time left from the parts done so far; null until one is. */
function secondsLeft(run: RunRow, now: Date): number | null {
  if (run.status !== 'running' || !run.startedAt || !run.partitions || run.partitionsDone === 0) return null;
  const elapsed = Math.max(0, now.getTime() - run.startedAt.getTime()) / 1000;
  return (elapsed / run.partitionsDone) * (run.partitions - run.partitionsDone);
}

export function mapRun(run: RunRow, now: Date): ForecastRun {
  return {
    id: run.id,
    trigger: run.trigger,
    status: run.status,
    cutoff: run.cutoff,
    horizonDays: run.horizonDays,
    seed: run.seed,
    engineVersion: run.engineVersion,
    inputDigest: run.inputDigest,
    outputDigest: run.outputDigest,
    partitions: run.partitions,
    partitionsDone: run.partitionsDone,
    seriesTotal: run.seriesTotal,
    seriesOk: run.seriesOk,
    seriesFailed: run.seriesFailed,
    seriesStoodIn: run.seriesStoodIn,
    secondsLeft: secondsLeft(run, now),
    isCurrent: run.isCurrent,
    error: run.error,
    createdBy: run.createdBy,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}
