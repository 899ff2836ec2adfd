import { averageBoosters } from '../boost/average.ts';
import type { Booster } from '../boost/booster.ts';
import type { ForecastOptions, Panel } from '../contract.ts';
import { finish } from '../finish.ts';
import { prepareSeries } from '../prepare-history.ts';
import { createRandom } from '../random/random.ts';
import { combineInPieces } from '../select/combine-series.ts';
import { type BlendEvidence, type BlendPrior, compareForecasts, fitBlendPrior } from './blend.ts';
import { PanelForecaster } from './panel-forecaster.ts';
import type { PanelModel, YoungModel } from './panel-model.ts';
import { drawStart, type SampledRows, type YoungTwins } from './sample-rows.ts';
import { ageOf, frameFrom, frameSeries, levelAt } from './series-frame.ts';

/** Rows of a training, and how many of them have a young twin: the rows of grown series say what days and seasons are like. */
const ROWS = 50_000;
const TWINS = 0.25;
/** Series whose launches are played to tell how much weight the boosters earn. */
const PLAYED_SERIES = 200;
/** Most trainings whose mean forecasts: a third gains nothing that the noise does not hide. */
const MOST_MEMBERS = 2;
/** Shifts of the seed, apart from those of the other trainings. */
const SHIFT = { learned: 3, unseen: 4, launches: 6, whole: 5 } as const;
/** From one of the trainings on everything to the next. */
const MEMBER_SHIFT = 10;

/** What the trainings of a panel's young boosters share with those of the others. */
export interface YoungTraining {
  readonly panel: Panel;
  readonly options: ForecastOptions;
  /** Steps at the end that the refit does not see. */
  readonly span: number;
  /** The oldest target, in steps from the end. */
  readonly oldest: number;
  /** Known values up to which a series is young. */
  readonly longestAge: number;
  /** Fewest rows that are worth a training. */
  readonly leastRows: number;
  /** Trainings on everything whose mean forecasts, and how many more trees each has than the refit. */
  readonly members: number;
  readonly moreTrees: number;
  /** Draws rows whose targets lie `newest` .. `oldest` steps before the end. */
  draw(newest: number, oldest: number, rows: number, shift: number, young: YoungTwins): SampledRows;
  /** Trains on `learned` as long as that helps with `unseen`. */
  refit(learned: SampledRows, unseen: SampledRows): Booster;
  /** Trains so many trees on everything. */
  whole(learned: SampledRows, trees: number, shift: number): Booster;
}

/**
 * Trains boosters for series that have hardly begun. A part of the rows is seen twice, as it is and as a series that
 * began a few steps before sees the same day, so the trees learn what the first values are worth, and that level, week and
 * season are best read from the series that are alike in all else that is known. Grown series keep their own boosters.
 * Undefined where no series is young or there are too few rows.
 * @param judged the panel model so far, whose plan of features they share
 * @throws TrainingTeamError when a thread of the team was lost
 */
export function trainYoung(training: YoungTraining, judged: PanelModel): YoungModel | undefined {
  const { panel, longestAge, span, oldest, leastRows, members, moreTrees } = training;
  if (!panel.keys.some((_, s) => isYoung(panel, s, judged, longestAge))) return undefined;
  const draw = (newest: number, oldest: number, shift: number, share: number): SampledRows =>
    training.draw(newest, oldest, ROWS, shift, { share, longestAge });
  const learned = draw(span, oldest + span, SHIFT.learned, TWINS);
  const unseen = draw(0, span, SHIFT.unseen, 1);
  if (learned.target.length < leastRows || unseen.target.length < leastRows / 10) return undefined;
  const booster = training.refit(learned, unseen);
  const trees = Math.round(booster.trees.length * moreTrees);
  const member = (i: number): Booster => {
    const shift = SHIFT.whole + MEMBER_SHIFT * i;
    return training.whole(draw(0, oldest, shift, TWINS), trees, shift);
  };
  const others = Array.from({ length: Math.min(members, MOST_MEMBERS) - 1 }, (_, i) => member(i + 1));
  return {
    longestAge,
    whole: averageBoosters([member(0), ...others]),
    refit: { span, booster },
    prior: playLaunches(training, judged, booster),
  };
}

function isYoung(panel: Panel, s: number, { plan }: PanelModel, longestAge: number): boolean {
  const frame = frameSeries(panel, s, plan);
  return ageOf(frame) <= longestAge && levelAt(frame, frame.length - 1, plan) > 0;
}

/**
 * The weight that serves launches: of some series, their own models and the refit are shown a short piece before the last
 * window and no more, and the window says who was nearer.
 */
function playLaunches(
  { panel, options, longestAge }: YoungTraining,
  judged: PanelModel,
  refit: Booster,
): BlendPrior {
  const tested = options.backtest.horizon ?? options.horizon;
  const forecaster = new PanelForecaster(panel, judged, tested);
  const found: BlendEvidence[] = [];
  const step = Math.max(1, panel.keys.length / PLAYED_SERIES);
  for (let i = 0; i < panel.keys.length; i += step) {
    const s = Math.floor(i);
    const whole = frameSeries(panel, s, judged.plan);
    const end = whole.length - 1 - tested;
    if (end < 0) continue;
    const random = createRandom(options.seed + SHIFT.launches, panel.keys[s]);
    const start = drawStart(whole, end, longestAge, random);
    const history = prepareSeries(whole.values.subarray(start, end + 1), options);
    if (!history.ok) continue;
    const frame = frameFrom(whole, start + history.start);
    const origin = history.values.length - 1;
    const { combination, season } = finish(combineInPieces(history, options));
    found.push(
      compareForecasts(
        frame.values,
        season,
        Int32Array.of(origin),
        tested,
        combination.mean.map((y) => y * history.unit),
        forecaster.forecastFrame(refit, frame, origin, tested),
      ),
    );
  }
  return fitBlendPrior(found);
}
