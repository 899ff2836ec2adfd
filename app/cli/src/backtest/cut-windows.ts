import type { Panel, PanelModel } from '@ordernimbus/engine';
import type { CovariatePlan } from '../panel/covariate-plan.ts';
import { packPanel } from '../panel/pack-panel.ts';
import type { PanelPart } from '../panel/panel-parts.ts';
import type { PartSeries } from '../panel/part-series.ts';

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
  readonly origins: readonly {
    readonly step: number;
    /** Days since 1970-01-01. */
    readonly lastDay: number;
    readonly model: PanelModel | undefined;
  }[];
  readonly horizon: number;
  readonly covariates: CovariatePlan;
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
      const packed = windows.map(({ series, history }) => ({ series, length: history.length }));
      const panel = packPanel(packed, plan.covariates, origin.lastDay);
      yield { panel, windows, model: origin.model, isLast };
    }
  }
}
