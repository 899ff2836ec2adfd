import type { Panel } from '@ordernimbus/engine';
import type { ObservationRow, Observations } from '@ordernimbus/importers/observations';
import { buildHistory } from './build-history.ts';
import { type CovariatePlan, readKnown } from './covariate-plan.ts';
import { packPanel } from './pack-panel.ts';
import type { PartSeries } from './part-series.ts';

/** A part of the panel, small enough for one thread, and where its series came from. */
export interface PanelPart {
  readonly panel: Panel;
  readonly series: readonly PartSeries[];
}

export interface PanelPartsOptions {
  readonly cutoffStep: number;
  readonly covariates: CovariatePlan;
  readonly seriesPerPart: number;
  /** Most values of a part; 262,144 by default. */
  readonly valuesPerPart?: number;
  /** Leaves out the other series; all are taken by default. */
  readonly take?: (item: string, location: string) => boolean;
}

const defaultValuesPerPart = 1 << 18;

/** Days since 1970-01-01 of the date that names a step; hours as a fraction. */
export const dayOfStep = ({ calendar }: Observations, step: number): number =>
  Date.parse(calendar.nameOf(step).replace(/ (.*)$/, 'T$1Z')) / 86_400_000;

/** Cuts the stream of rows into panels; series without a row up to the cut-off have not started and are left out. */
export async function* panelParts(
  observations: Observations,
  options: PanelPartsOptions,
): AsyncGenerator<PanelPart> {
  let part: PartSeries[] = [];
  let values = 0;
  const { cutoffStep, covariates, seriesPerPart, valuesPerPart = defaultValuesPerPart, take } = options;
  const lastDay = dayOfStep(observations, cutoffStep);
  // Of a large file a few series are read at a fraction of the cost of all.
  const taken = take && [...observations.items.keys()].filter((index) => take(...keyOf(observations, index)));
  const wanted = taken && taken.length < observations.items.length ? taken : undefined;
  const pack = (series: readonly PartSeries[]): Panel =>
    packPanel(
      series.map((one) => ({ series: one, length: one.history.values.length })),
      covariates,
      lastDay,
    );
  for await (const rows of seriesRows(observations, wanted)) {
    if ((rows[0] as ObservationRow).step > cutoffStep) continue;
    const index = (rows[0] as ObservationRow).series;
    const [item, location] = keyOf(observations, index);
    const { frequency } = observations.calendar;
    const history = buildHistory(rows, cutoffStep, frequency, covariates.horizon);
    const known = readKnown(rows, history.firstStep, history.values.length, covariates);
    part.push({ item, location, index, history, known });
    values += history.values.length;
    if (part.length < seriesPerPart && values < valuesPerPart) continue;
    yield { panel: pack(part), series: part };
    part = [];
    values = 0;
  }
  if (part.length > 0) yield { panel: pack(part), series: part };
}

const keyOf = ({ items, locations }: Observations, index: number): [item: string, location: string] => [
  items[index] ?? '',
  locations[index] ?? '',
];

/** All rows of one series at a time: of every series, or of those at these places. */
async function* seriesRows(
  observations: Observations,
  wanted?: readonly number[],
): AsyncGenerator<ObservationRow[]> {
  let rows: ObservationRow[] = [];
  for await (const chunk of observations.stream(wanted)) {
    for (const row of chunk) {
      const last = rows[rows.length - 1];
      if (last && last.series !== row.series) {
        yield rows;
        rows = [];
      } else if (last && last.step === row.step) {
        // INPUT has this step already: only what is known ahead may come from the future file.
        rows[rows.length - 1] = {
          ...last,
          open: Number.isNaN(row.open) ? last.open : row.open,
          known: last.known.map((value, c) => {
            const later = row.known[c] ?? Number.NaN;
            return Number.isNaN(later) ? value : later;
          }),
        };
        continue;
      }
      rows.push(row);
    }
  }
  if (rows.length > 0) yield rows;
}
