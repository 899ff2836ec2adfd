import { writeFile } from 'node:fs/promises';
import { ENGINE_VERSION } from '@ordernimbus/engine';
import type { Observations } from '@ordernimbus/importers/observations';
import type { Accuracy } from '../accuracy/index.ts';
import { cannotWrite } from '../output/cannot-write.ts';
import type { CovariatePlan } from '../panel/covariate-plan.ts';
import type { Session } from '../session.ts';
import type { SeriesCounts } from './counts.ts';

type Command =
  | { readonly command: 'forecast' }
  /** `windows` = how many were made, where the history has room for fewer than were asked for. */
  | { readonly command: 'backtest'; readonly windows: number };

export type RunOutcome = Command & {
  readonly covariates: CovariatePlan;
  readonly counts: SeriesCounts;
  /** Over the back-test windows; the seasonal naive has no quantiles. */
  readonly accuracy: { readonly ours: Accuracy; readonly seasonalNaive: Accuracy };
};

function unusedColumns({
  covariates,
}: Pick<Observations, 'covariates'>): Observations['covariates']['unused'] {
  const ahead = covariates.onlyAhead.map((name) => ({ name, reason: 'only the future file has it' }));
  return [...covariates.unused, ...ahead];
}

/** Everything about a run except its numbers, as JSON for `--summary`. */
export async function writeSummary(session: Session, outcome: RunOutcome): Promise<void> {
  const { settings, observations, cutoffStep, started, pool } = session;
  if (settings.summary === undefined) return;
  const { calendar } = observations;
  const cpu = process.cpuUsage();
  const {
    coverage: _coverage,
    coverageRandomised: _randomised,
    scaledPinball: _pinball,
    wapeOfMedian: _median,
    ...naive
  } = outcome.accuracy.seasonalNaive;
  const summary = {
    command: outcome.command,
    version: ENGINE_VERSION,
    node: process.versions.node,
    input: settings.input,
    ...(observations.sheets.length > 0 ? { sheets: observations.sheets.map(({ sheet }) => sheet) } : {}),
    dataHash: `sha256:${observations.digest}`,
    rows: observations.rows,
    columns: observations.columns,
    knownColumns: outcome.covariates.known.map(({ name, kind }) => ({ name, kind })),
    historyOnlyColumns: outcome.covariates.historyOnly,
    attributes: outcome.covariates.attributes.map(({ name, count }) => ({ name, values: count })),
    unusedColumns: unusedColumns(observations),
    frequency: calendar.frequency,
    cutoff: calendar.nameOf(cutoffStep),
    horizon: settings.horizon,
    levels: settings.levels,
    models: settings.models,
    seed: settings.seed,
    threads: settings.threads,
    ...(outcome.command === 'backtest'
      ? { windows: outcome.windows, windowsAskedFor: settings.windows, step: settings.step }
      : {}),
    ...outcome.counts,
    accuracy: outcome.accuracy.ours,
    seasonalNaive: naive,
    seconds: Number(((performance.now() - started) / 1000).toFixed(3)),
    cpuSeconds: Number(((cpu.user + cpu.system) / 1e6).toFixed(3)),
    engineCpuSeconds: Number(pool.cpuSeconds.toFixed(3)),
    peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  try {
    await writeFile(settings.summary, `${JSON.stringify(summary, null, 2)}\n`);
  } catch (error) {
    throw cannotWrite(settings.summary, error);
  }
}
