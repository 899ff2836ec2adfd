import type { Booster } from '../boost/booster.ts';
import { type Forest, forestOf } from '../boost/forest.ts';
import { inverseLink } from '../boost/objective.ts';
import { BATCH, BatchScorer } from '../boost/score-batch.ts';
import type { Panel } from '../contract.ts';
import type { BlendPrior } from './blend.ts';
import { writeCalendar } from './calendar.ts';
import { FeatureWriter } from './feature-writer.ts';
import type { PanelModel } from './panel-model.ts';
import { frameSeries, type SeriesFrame } from './series-frame.ts';
import { errorSizeFor } from './train-error-size.ts';

/** The panel model as seen by one series. Origins count from the series' first value. */
export interface PanelCandidate {
  /**
   * Forecasts by the booster that never saw what follows `origin`, and how large their errors are beside the usual ones;
   * false where there is none.
   */
  evidence(
    origin: number,
    steps: number,
    mean: Float64Array,
    errorSize: Float64Array,
    offset: number,
  ): boolean;
  /** Forecasts after the last value. */
  final(steps: number, mean: Float64Array, errorSize: Float64Array): void;
  prior(demandClass: string): BlendPrior;
}

/** What the panel model sees of one step after the last value. */
export interface StepRow {
  /** 0 = the first step after the last value. */
  readonly step: number;
  /** Features in the plan's order; overwritten by the next step. */
  readonly row: Float32Array;
  /** What the forecast is a multiple of, above 0. */
  readonly level: number;
}

const NO_PRIOR: BlendPrior = { weight: 0.5, square: 1 };

/** Forecasts series of a panel by its panel model. */
export class PanelForecaster {
  private readonly panel: Panel;
  private readonly model: PanelModel;
  private readonly writer: FeatureWriter;
  private readonly row: Float32Array;
  private readonly scorer: BatchScorer;
  private readonly scores = new Float64Array(BATCH);

  constructor(panel: Panel, model: PanelModel, steps: number) {
    let longest = 1;
    for (let s = 0; s < panel.keys.length; s++) {
      longest = Math.max(longest, panel.offsets[s + 1] - panel.offsets[s]);
    }
    const calendar =
      panel.lastDay === undefined
        ? undefined
        : writeCalendar(panel.lastDay, model.frequency, 1 - longest, steps);
    this.panel = panel;
    this.model = model;
    this.writer = new FeatureWriter(model.plan, calendar, 1 - longest);
    this.row = new Float32Array(this.writer.width);
    this.scorer = new BatchScorer(this.writer.width);
  }

  candidate(s: number): PanelCandidate {
    const { model } = this;
    const frame = frameSeries(this.panel, s, model.plan);
    const sizes = model.errorSize && forestOf(errorSizeFor(model.errorSize, this.panel.keys[s]));
    return {
      evidence: (origin, steps, mean, errorSize, offset) => {
        const refit = model.refits.findLast(({ span }) => origin >= frame.length - 1 - span);
        if (refit) this.forecast(refit.booster, sizes, frame, origin, steps, mean, errorSize, offset);
        return refit !== undefined;
      },
      final: (steps, mean, errorSize) =>
        this.forecast(model.whole, sizes, frame, frame.length - 1, steps, mean, errorSize, 0),
      prior: (demandClass) => model.priors[demandClass] ?? model.priors.all ?? NO_PRIOR,
    };
  }

  /** Features of the steps after the last value of series `s`; none when nothing of it was ever sold. */
  *finalRows(s: number, steps: number): Generator<StepRow> {
    const frame = frameSeries(this.panel, s, this.model.plan);
    const level = this.writer.begin(frame, frame.length - 1);
    if (level === 0) return;
    for (let step = 0; step < steps; step++) {
      this.writer.write(step + 1, this.row, 0);
      yield { step, row: this.row, level };
    }
  }

  private forecast(
    booster: Booster,
    sizes: Forest | undefined,
    frame: SeriesFrame,
    origin: number,
    steps: number,
    mean: Float64Array,
    errorSize: Float64Array,
    offset: number,
  ): void {
    const forest = forestOf(booster);
    const level = this.writer.begin(frame, origin);
    if (level === 0) {
      mean.fill(0, offset, offset + steps);
      return;
    }
    const { scorer, writer } = this;
    for (let from = 0; from < steps; from += BATCH) {
      const count = Math.min(BATCH, steps - from);
      // Windows that end with the history see only a part of their steps.
      for (let r = 0; r < count; r++) writer.write(from + r + 1, scorer.rows, r * writer.width);
      scorer.begin(count);
      this.predict(booster, forest, level, mean, offset + from, count);
      if (sizes) this.predict(sizes.booster, sizes, 1, errorSize, offset + from, count);
    }
  }

  /** Predictions of the rows that the scorer holds, times `level`. */
  private predict(
    { objective }: Booster,
    forest: Forest,
    level: number,
    out: Float64Array,
    offset: number,
    count: number,
  ): void {
    const { scores } = this;
    this.scorer.score(forest, scores);
    for (let r = 0; r < count; r++) out[offset + r] = level * inverseLink(objective, scores[r]);
  }
}
