import { minimise } from '../optimise/minimise.ts';
import type { Model, TrainedModel } from './model.ts';
import { adjustSeason, restoreSeason, splitSeason } from './season-split.ts';

/** Parameters of the dynamic optimised Theta model. */
interface DynamicTheta {
  readonly level: number;
  readonly alpha: number;
  readonly theta: number;
}

/** State after some step; `step` counts the values used. */
interface ThetaState {
  step: number;
  level: number;
  mean: number;
  intercept: number;
  slope: number;
  /** (1 - alpha) ** step */
  decay: number;
}

function startState(p: DynamicTheta): ThetaState {
  return { step: 0, level: p.level, mean: 0, intercept: 0, slope: 0, decay: 1 };
}

/** One-step forecast (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016, eq. 14). */
function nextForecast(s: ThetaState, p: DynamicTheta, first: number): number {
  if (s.step === 0) return first;
  const after = s.decay * (1 - p.alpha);
  return s.level + (1 - 1 / p.theta) * (s.decay * s.intercept + ((1 - after) / p.alpha) * s.slope);
}

/** Takes one value in (the forecast itself where it is unknown). */
function update(s: ThetaState, p: DynamicTheta, y: number): void {
  const t = s.step + 1;
  s.level = p.alpha * y + (1 - p.alpha) * s.level;
  s.slope = t === 1 ? 0 : ((t - 2) * s.slope + (6 / t) * (y - s.mean)) / (t + 1);
  s.mean += (y - s.mean) / t;
  s.intercept = s.mean - 0.5 * (t + 1) * s.slope;
  s.decay *= 1 - p.alpha;
  s.step = t;
}

function unpack(x: Float64Array): DynamicTheta {
  return { level: x[0], alpha: 0.02 + 0.97 / (1 + Math.exp(-x[1])), theta: 1 + Math.exp(Math.min(6, x[2])) };
}

/** Half the number of values times the log of the mean squared one-step error, from the third value on. */
function loss(values: Float64Array, p: DynamicTheta): number {
  const state = startState(p);
  let squares = 0;
  let known = 0;
  for (let t = 0; t < values.length; t++) {
    const forecast = nextForecast(state, p, values[0]);
    const y = values[t];
    if (Number.isNaN(y)) update(state, p, forecast);
    else {
      if (t > 1) {
        squares += (y - forecast) * (y - forecast);
        known++;
      }
      update(state, p, y);
    }
  }
  return known > 0 ? 0.5 * known * Math.log(squares / known + 1e-12) : 0;
}

interface TrainedTheta extends TrainedModel {
  readonly point: Float64Array;
}

/** Dynamic optimised Theta model: level, smoothing and theta by least squares, the line updated at every step. */
export const dynamicTheta: Model = {
  name: 'dynamic-theta',
  fits: (values) => values.length >= 5,
  train(values, context, from): TrainedTheta {
    const split = splitSeason(values, context.season);
    const y = adjustSeason(values, split);
    const point = Float64Array.from((from as TrainedTheta | undefined)?.point ?? [y[0], 0, 0]);
    const shifted = new Float64Array(3);
    minimise(
      point,
      (x, gradient) => {
        const value = loss(y, unpack(x)) + 0.01 * (x[1] * x[1] + x[2] * x[2]);
        for (let i = 0; i < 3; i++) {
          shifted.set(x);
          shifted[i] += 1e-5;
          gradient[i] =
            (loss(y, unpack(shifted)) + 0.01 * (shifted[1] * shifted[1] + shifted[2] * shifted[2]) - value) /
            1e-5;
        }
        return value;
      },
      2e-3,
      40,
    );
    const p = unpack(point);
    return {
      label: 'dynamic-theta',
      parameters: 4 + split.indices.length,
      point,
      predict(all, origins, horizon, out) {
        const adjusted = adjustSeason(all, split);
        const state = startState(p);
        let t = 0;
        for (let r = 0; r < origins.length; r++) {
          for (; t <= origins[r]; t++) {
            const value = adjusted[t];
            update(state, p, Number.isNaN(value) ? nextForecast(state, p, adjusted[0]) : value);
          }
          const ahead = { ...state };
          for (let k = 0; k < horizon; k++) {
            const forecast = nextForecast(ahead, p, adjusted[0]);
            out[r * horizon + k] = forecast;
            update(ahead, p, forecast);
          }
          restoreSeason(split, origins[r], horizon, out, r * horizon);
        }
      },
    };
  },
};
