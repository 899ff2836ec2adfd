import type { Panel, PanelModel } from '@ordernimbus/engine';
import type { PanelPart, PartSeries } from '../panel/panel-parts.ts';
import { seriesKey } from '../panel/panel-parts.ts';

/** One series as it was known at one origin. */
export interface CutWindow {
  readonly series: PartSeries;
  readonly originStep: number;
  readonly history: Float64Array;
  /** What came after, NaN = unknown. */
  readonly actual: Float64Array;
}

/** The series of a part at one origin. */
export interface WindowPart {
  readonly panel: Panel;
  readonly windows: readonly CutWindow[];
  readonly model: PanelModel | undefined;
  /** The part has no further window: its series are complete. */
  readonly isLast: boolean;
}

export interface WindowPlan {
  /** Origins, oldest first; the last one's horizon ends at the cut-off. */
  readonly origins: readonly { readonly step: number; readonly model: PanelModel | undefined }[];
  readonly horizon: number;
}

/** For every part its windows, oldest first. Series that had not started at an origin are left out of its window. */
export async function* cutWindows(
  parts: AsyncIterable<PanelPart>,
  plan: WindowPlan,
): AsyncGenerator<WindowPart> {
  for await (const part of parts) {
    for (const [index, origin] of plan.origins.entries()) {
      const windows: CutWindow[] = [];
      for (const series of part.series) {
        const { values, firstStep } = series.history;
        const length = origin.step - firstStep + 1;
        if (length < 1 || values.length === 0) continue;
        windows.push({
          series,
          originStep: origin.step,
          history: values.subarray(0, length),
          actual: values.subarray(length, length + plan.horizon),
        });
      }
      const isLast = index === plan.origins.length - 1;
      yield { panel: packWindows(windows), windows, model: origin.model, isLast };
    }
  }
}

function packWindows(windows: readonly CutWindow[]): Panel {
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
  return { values, offsets, keys: windows.map(({ series }) => seriesKey(series.item, series.location)) };
}
