import type { Booster } from '../boost/booster.ts';
import { type Forest, forestOf } from '../boost/forest.ts';
import { inverseLink } from '../boost/objective.ts';
import { BATCH, BatchScorer } from '../boost/score-batch.ts';
import type { Panel } from '../contract.ts';
import type { BlendPrior } from './blend.ts';
import { calendarOf } from './calendar.ts';
import { datesOf, type SeriesDates } from './date-effects.ts';
import { FeatureWriter } from './feature-writer.ts';
import type { PanelModel, YoungModel } from './panel-model.ts';
import { ageOf, frameSeries, type SeriesFrame } from './series-frame.ts';
import { errorSizeFor } from './train-error-size.ts';

/** The panel model as seen by one series. Origins count from the series' first value. */
export interface PanelCandidate {
  /**
   * Forecasts of `steps` steps from each of the ascending `origins`, [origin][step], by the booster that never saw what follows
   * it, and how large their errors are beside the usual ones; the mean is NaN where there is no such booster.
   * @returns whether any origin has one
   */
  evidence(origins: ArrayLike<number>, steps: number, mean: Float64Array, errorSize: Float64Array): boolean;
  /** Forecasts after the last value. */
  final(steps: number, mean: Float64Array, errorSize: Float64Array): void;
  prior(demandClass: string): BlendPrior;
  /** How far the whole panel has moved, as a logarithm, which these forecasts know; 0 = it has not. */
  readonly shift: number;
  /** What the days around a feast sell; these forecasts know it. */
  readonly dates?: SeriesDates | undefined;
  /** Known values of a series that has hardly begun, and is forecast by the boosters for such. */
  readonly young?: number | undefined;
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

/** Forecasts of one series by one booster. */
interface Wanted {
  readonly booster: Booster;
  readonly sizes: Forest | undefined;
  readonly frame: SeriesFrame;
  readonly steps: number;
  readonly mean: Float64Array;
  readonly errorSize: Float64Array;
}

const NO_SIZES = new Float64Array(0);
const NO_PRIOR: BlendPrior = { weight: 0.5, square: 1 };

/** The boosters of a series that has hardly begun; undefined for a grown one. */
const youngModelOf = ({ young }: PanelModel, frame: SeriesFrame): YoungModel | undefined =>
  young && ageOf(frame) <= young.longestAge ? young : undefined;

/** Forecasts series of a panel by its panel model. */
export class PanelForecaster {
  private readonly panel: Panel;
  private readonly model: PanelModel;
  private readonly writer: FeatureWriter;
  private readonly row: Float32Array;
  private readonly scorer: BatchScorer;
  private readonly scores = new Float64Array(BATCH);
  /** Of the rows that the scorer holds and has not scored: how many, and of each its level and where its forecast belongs. */
  private waiting = 0;
  private readonly levels = new Float64Array(BATCH);
  private readonly places = new Int32Array(BATCH);

  constructor(panel: Panel, model: PanelModel, steps: number) {
    let longest = 1;
    for (let s = 0; s < panel.keys.length; s++) {
      longest = Math.max(longest, panel.offsets[s + 1] - panel.offsets[s]);
    }
    const calendar = calendarOf(panel, model.frequency, 1 - longest, steps);
    this.panel = panel;
    this.model = model;
    this.writer = new FeatureWriter(model.plan, calendar);
    this.row = new Float32Array(this.writer.width);
    this.scorer = new BatchScorer(this.writer.width);
  }

  candidate(s: number): PanelCandidate {
    const { model } = this;
    const frame = frameSeries(this.panel, s, model.plan);
    const young = youngModelOf(model, frame);
    const { whole } = young ?? model;
    const dates = model.dates && datesOf(model.dates, frame.values);
    const refits = young ? [young.refit] : model.refits;
    // How large errors are beside the usual ones of a series is learned from series that have usual ones.
    const sizes = young
      ? undefined
      : model.errorSize && forestOf(errorSizeFor(model.errorSize, this.panel.keys[s]));
    return {
      evidence: (origins, steps, mean, errorSize) => {
        mean.fill(Number.NaN);
        let wanted: Wanted | undefined;
        for (let i = 0; i < origins.length; i++) {
          const origin = origins[i];
          const refit = refits.findLast(({ span }) => origin >= frame.length - 1 - span);
          if (!refit) continue;
          if (refit.booster !== wanted?.booster) {
            if (wanted) this.flush(wanted);
            wanted = { booster: refit.booster, sizes, frame, steps, mean, errorSize };
          }
          this.forecast(wanted, origin, i * steps);
        }
        if (wanted) this.flush(wanted);
        return wanted !== undefined;
      },
      final: (steps, mean, errorSize) => {
        const wanted = { booster: whole, sizes, frame, steps, mean, errorSize };
        this.forecast(wanted, frame.length - 1, 0);
        this.flush(wanted);
        if (dates) for (let k = 0; k < steps; k++) mean[k] *= Math.exp(dates.whole[k] ?? 0);
      },
      dates,
      shift: young ? 0 : (model.shift ?? 0),
      young: young && ageOf(frame),
      prior: (demandClass) => young?.prior ?? model.priors[demandClass] ?? model.priors.all ?? NO_PRIOR,
    };
  }

  /** Forecasts of `steps` steps after `origin` of a frame by a booster. */
  forecastFrame(booster: Booster, frame: SeriesFrame, origin: number, steps: number): Float64Array {
    const mean = new Float64Array(steps);
    // without a forest of sizes none is written
    const wanted = { booster, sizes: undefined, frame, steps, mean, errorSize: NO_SIZES };
    this.forecast(wanted, origin, 0);
    this.flush(wanted);
    return mean;
  }

  /** What the panel's having moved adds to the raw score of the forecasts of series `s`. */
  shiftOf(s: number): number {
    const { model } = this;
    return youngModelOf(model, frameSeries(this.panel, s, model.plan)) ? 0 : (model.shift ?? 0);
  }

  /** The booster that forecasts what follows the last value of series `s`. */
  boosterOf(s: number): Booster {
    const { model } = this;
    return (youngModelOf(model, frameSeries(this.panel, s, model.plan)) ?? model).whole;
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

  /**
   * Forecasts from one origin, written from `offset` on; some may wait for `flush`, because rows of several origins are scored
   * together where a batch has room for all steps of the next.
   */
  private forecast(wanted: Wanted, origin: number, offset: number): void {
    const { writer, scorer, levels, places } = this;
    const { frame, steps, mean } = wanted;
    const level = writer.begin(frame, origin);
    if (level === 0) {
      mean.fill(0, offset, offset + steps);
      return;
    }
    if (this.waiting + steps > BATCH) this.flush(wanted);
    for (let step = 0; step < steps; step++) {
      if (this.waiting === BATCH) this.flush(wanted);
      // Windows that end with the history see only a part of their steps.
      writer.write(step + 1, scorer.rows, this.waiting * writer.width);
      levels[this.waiting] = level;
      places[this.waiting++] = offset + step;
    }
  }

  /** Scores the rows that wait. */
  private flush({ booster, sizes, mean, errorSize }: Wanted): void {
    const { scorer, scores, levels, places, waiting } = this;
    if (waiting === 0) return;
    this.waiting = 0;
    scorer.begin(waiting);
    scorer.score(forestOf(booster), scores);
    for (let r = 0; r < waiting; r++) {
      mean[places[r]] = levels[r] * inverseLink(booster.objective, scores[r]);
    }
    if (!sizes) return;
    scorer.score(sizes, scores);
    for (let r = 0; r < waiting; r++) errorSize[places[r]] = inverseLink(sizes.booster.objective, scores[r]);
  }
}
