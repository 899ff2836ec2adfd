import { kindOfModel, type SeriesResult } from '@ordernimbus/engine';
import { CliError } from '../cli-error.ts';
import { remark } from '../output/say.ts';
import type { PartSeries } from '../panel/part-series.ts';

/** What happened to the series of a run, in numbers. */
export interface SeriesCounts {
  readonly series: number;
  readonly ok: number;
  readonly failed: number;
  readonly standIns: number;
  /** By the kind of the model with the largest share. */
  readonly byModel: Readonly<Record<string, number>>;
  readonly byDemandClass: Readonly<Record<string, number>>;
  readonly standInReasons: Readonly<Record<string, number>>;
  /** The first hundred. */
  readonly failures: readonly { item: string; location: string; code: string; detail: string }[];
  readonly negativeQuantities: number;
  readonly filledZeros: number;
  readonly unknownValues: number;
}

const listedFailures = 100;

export interface Counts {
  add(series: PartSeries, result: SeriesResult): void;
  /** Fails when not one series could be forecast. */
  requireOne(input: string): void;
  /** Says on stderr what a person should know beside the numbers. */
  report(): void;
  result(): SeriesCounts;
}

export function createCounts(): Counts {
  let total = 0;
  let ok = 0;
  let standIns = 0;
  let negatives = 0;
  let zeros = 0;
  let unknowns = 0;
  const byModel = new Map<string, number>();
  const byDemandClass = new Map<string, number>();
  const standInReasons = new Map<string, number>();
  const failures: SeriesCounts['failures'][number][] = [];
  const count = (map: Map<string, number>, key: string): void => {
    map.set(key, (map.get(key) ?? 0) + 1);
  };
  const sorted = (map: Map<string, number>): Record<string, number> =>
    Object.fromEntries([...map].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  return {
    add({ item, location, history }, result) {
      total++;
      negatives += history.negatives;
      zeros += history.filledZeros;
      unknowns += history.unknowns;
      if (!result.ok) {
        if (failures.length < listedFailures) {
          failures.push({ item, location, code: result.code, detail: result.detail });
        }
        return;
      }
      ok++;
      // labels of mixtures are nearly as many as series
      count(byModel, kindOfModel(result.weights[0]?.model ?? result.model));
      count(byDemandClass, result.demandClass);
      if (!result.standIn) return;
      standIns++;
      count(standInReasons, `${result.standIn.wanted}: ${result.standIn.reason}`);
    },
    requireOne(input) {
      if (total === 0) throw new CliError(`${input}: no series has a row up to the cut-off.`);
      if (ok > 0) return;
      throw new CliError(
        `${input}: none of the ${total} series could be forecast; the first: ${failures[0]?.detail ?? 'unknown reason'}`,
      );
    },
    report() {
      if (total > ok) {
        const first = failures[0];
        remark(
          `${total - ok} of ${total} series could not be forecast; the first is ${first?.item}: ${first?.detail}`,
        );
      }
      if (negatives > 0) remark(`${negatives} negative quantities were met (returns); see --summary.`);
    },
    result: () => ({
      series: total,
      ok,
      failed: total - ok,
      standIns,
      byModel: sorted(byModel),
      byDemandClass: sorted(byDemandClass),
      standInReasons: sorted(standInReasons),
      failures,
      negativeQuantities: negatives,
      filledZeros: zeros,
      unknownValues: unknowns,
    }),
  };
}
