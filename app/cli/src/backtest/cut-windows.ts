import type { Panel } from '@ordernimbus/engine';
import type { PanelPart, PartSeries } from '../panel/panel-parts.ts';
import { seriesKey } from '../panel/panel-parts.ts';

/** One series as it was known at one origin. */
export interface CutWindow {
  /** Its place in the part's panel. */
  readonly index: number;
  readonly originStep: number;
  readonly history: Float64Array;
  /** What came after, NaN = unknown. */
  readonly actual: Float64Array;
}

export interface WindowsPart {
  readonly panel: Panel;
  readonly series: readonly { readonly series: PartSeries; readonly windows: readonly CutWindow[] }[];
}

export interface WindowPlan {
  readonly cutoffStep: number;
  readonly horizon: number;
  readonly windows: number;
  /** Steps from one origin to the next. */
  readonly step: number;
}

/** For every series its windows, oldest first; the last one ends at the cut-off. Windows before its start are left out. */
export async function* cutWindows(
  parts: AsyncIterable<PanelPart>,
  plan: WindowPlan,
): AsyncGenerator<WindowsPart> {
  for await (const part of parts) {
    const cut: CutWindow[] = [];
    const keys: string[] = [];
    const series = part.series.map((entry) => {
      const windows: CutWindow[] = [];
      for (let back = plan.windows - 1; back >= 0; back--) {
        const originStep = plan.cutoffStep - plan.horizon - back * plan.step;
        const length = originStep - entry.history.firstStep + 1;
        if (length < 1 || entry.history.values.length === 0) continue;
        const window: CutWindow = {
          index: cut.length,
          originStep,
          history: entry.history.values.subarray(0, length),
          actual: entry.history.values.subarray(length, length + plan.horizon),
        };
        windows.push(window);
        cut.push(window);
        keys.push(seriesKey(entry.item, entry.location));
      }
      return { series: entry, windows };
    });
    yield { panel: packWindows(cut, keys), series };
  }
}

function packWindows(windows: readonly CutWindow[], keys: readonly string[]): Panel {
  const total = windows.reduce((sum, window) => sum + window.history.length, 0);
  const values = new Float64Array(new SharedArrayBuffer(total * Float64Array.BYTES_PER_ELEMENT));
  const offsets = new Uint32Array(
    new SharedArrayBuffer((windows.length + 1) * Uint32Array.BYTES_PER_ELEMENT),
  );
  for (const [index, window] of windows.entries()) {
    const start = offsets[index] as number;
    values.set(window.history, start);
    offsets[index + 1] = start + window.history.length;
  }
  return { values, offsets, keys };
}
