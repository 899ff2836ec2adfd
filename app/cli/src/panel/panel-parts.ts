import type { Panel } from '@ordernimbus/engine';
import type { ObservationRow, Observations } from '@ordernimbus/importers/observations';
import { buildHistory, type History } from './build-history.ts';

/** A part of the panel, small enough for one thread, and where its series came from. */
export interface PanelPart {
  readonly panel: Panel;
  readonly series: readonly PartSeries[];
}

export interface PartSeries {
  readonly item: string;
  readonly location: string;
  readonly history: History;
}

export interface PanelPartsOptions {
  readonly cutoffStep: number;
  readonly seriesPerPart: number;
  /** Most values of a part; 262,144 by default. */
  readonly valuesPerPart?: number;
  /** Leaves out the other series; all are taken by default. */
  readonly take?: (item: string, location: string) => boolean;
}

const defaultValuesPerPart = 1 << 18;

/** Key that seeds a series' random numbers; independent of the file's other series. */
export const seriesKey = (item: string, location: string): string => `${item}|${location}`;

/** Cuts the stream of rows into panels; series without a row up to the cut-off have not started and are left out. */
export async function* panelParts(
  observations: Observations,
  options: PanelPartsOptions,
): AsyncGenerator<PanelPart> {
  let part: PartSeries[] = [];
  let values = 0;
  const { cutoffStep, seriesPerPart, valuesPerPart = defaultValuesPerPart, take } = options;
  for await (const rows of seriesRows(observations)) {
    if ((rows[0] as ObservationRow).step > cutoffStep) continue;
    const index = (rows[0] as ObservationRow).series;
    const item = observations.items[index] ?? '';
    const location = observations.locations[index] ?? '';
    if (take && !take(item, location)) continue;
    const history = buildHistory(rows, cutoffStep, observations.calendar.frequency);
    part.push({ item, location, history });
    values += history.values.length;
    if (part.length < seriesPerPart && values < valuesPerPart) continue;
    yield { panel: packPanel(part), series: part };
    part = [];
    values = 0;
  }
  if (part.length > 0) yield { panel: packPanel(part), series: part };
}

/** All rows of one series at a time. */
async function* seriesRows(observations: Observations): AsyncGenerator<ObservationRow[]> {
  let rows: ObservationRow[] = [];
  for await (const chunk of observations.stream()) {
    for (const row of chunk) {
      const last = rows[rows.length - 1];
      if (last && last.series !== row.series) {
        yield rows;
        rows = [];
      } else if (last && last.step === row.step) {
        // INPUT has this step already: only the future file's open flag may add to it.
        rows[rows.length - 1] = { ...last, open: Number.isNaN(row.open) ? last.open : row.open };
        continue;
      }
      rows.push(row);
    }
  }
  if (rows.length > 0) yield rows;
}

function packPanel(series: readonly PartSeries[]): Panel {
  const total = series.reduce((sum, { history }) => sum + history.values.length, 0);
  const values = new Float64Array(new SharedArrayBuffer(total * Float64Array.BYTES_PER_ELEMENT));
  const offsets = new Uint32Array(new SharedArrayBuffer((series.length + 1) * Uint32Array.BYTES_PER_ELEMENT));
  for (const [index, { history }] of series.entries()) {
    const start = offsets[index] as number;
    values.set(history.values, start);
    offsets[index + 1] = start + history.values.length;
  }
  return { values, offsets, keys: series.map(({ item, location }) => seriesKey(item, location)) };
}
