import { EARLIER, type PanelCalendar } from './calendar.ts';
import {
  AGE,
  calendarNames,
  type FeaturePlan,
  MOST_LOOKALIKE_FLAGS,
  OLD_AGE,
  PHASE_COUNTS,
  tellsMovable,
} from './feature-plan.ts';
import { indexUpTo, type PanelIndex } from './panel-index.ts';
import { levelAt, meanBefore, type PrefixSums, type SeriesFrame } from './series-frame.ts';

/** Steps that a run of equal flags is followed, and a look-alike searched, at most. */
const LONGEST_RUN = 60;
const LOOKBACK = 30;
/** Steps, days or weeks alike, that say how much more is sold with a flag: some promotions are years apart. */
const LIFT_STEPS = 365;

/** Means of the values of each phase of a cycle. */
interface Phases {
  readonly cycle: number;
  /** [phase][one of `PHASE_COUNTS`]; phase 0 is that of the step after the origin. */
  readonly means: Float32Array;
  /** By phase: the origin at which they were read, counted. */
  readonly readAt: Float64Array;
}

/**
 * Writes the features of forecasts made at `origin` (last value that may be used) into rows: `begin` once for an origin,
 * then `write` for each step ahead (1 ..). Everything is relative to the level, so that series of all sizes share trees.
 */
export class FeatureWriter {
  readonly width: number;
  private readonly plan: FeaturePlan;
  private readonly calendar: PanelCalendar | undefined;
  private readonly calendarWidth: number;
  /** Of the calendar, where feasts are told. */
  private readonly lastYear: Uint8Array | undefined;
  private readonly tellsAge: boolean;
  /** Places in the calendar that are not to be told. */
  private readonly untold: readonly number[];
  private readonly fixed: Float32Array;
  private readonly fixedWidth: number;
  private readonly cycles: readonly Phases[];
  /** Origins begun so far: tells what was read at the present one. */
  private begun = 0;
  private frame!: SeriesFrame;
  private origin = 0;
  private readonly lifts: Float64Array;
  private readonly prices: Float64Array;
  level = 0;

  constructor(plan: FeaturePlan, calendar: PanelCalendar | undefined) {
    this.plan = plan;
    this.width = plan.features.length;
    this.calendar = calendar;
    this.lastYear = tellsMovable(plan) ? calendar?.lastYear : undefined;
    const names = plan.hasCalendar ? calendarNames(plan.frequency) : [];
    this.calendarWidth = names.length;
    this.tellsAge = !plan.untold.includes(AGE);
    this.untold = [...names.keys()].filter((place) => plan.untold.includes(names[place]));
    this.fixedWidth = 7 + plan.shape.windows.length;
    this.fixed = new Float32Array(this.fixedWidth);
    this.cycles = plan.shape.cycles.map((cycle) => ({
      cycle,
      means: new Float32Array(PHASE_COUNTS.length * cycle),
      readAt: new Float64Array(cycle),
    }));
    this.lifts = new Float64Array(plan.known.length);
    this.prices = new Float64Array(3 * plan.known.length);
  }

  /** Turns to an origin of a series. @returns the level; 0 = there is nothing to forecast from */
  begin(frame: SeriesFrame, origin: number): number {
    this.frame = frame;
    this.origin = origin;
    this.begun++;
    this.level = levelAt(frame, origin, this.plan);
    if (this.level === 0) return 0;
    const { shape } = this.plan;
    const end = origin + 1;
    const { fixed, level } = this;
    const { counts, zeros } = frame;
    const unit = 1 / level;
    fixed[0] = Math.log(level);
    const age = Math.log(Math.min(counts[end] - counts[0], OLD_AGE * shape.levelWindow));
    fixed[1] = this.tellsAge ? age : Number.NaN;
    let last = origin;
    while (last > 0 && Number.isNaN(frame.values[last])) last--;
    fixed[2] = frame.values[last] * unit;
    let sale = origin;
    while (sale >= 0 && origin - sale < 400 && !(frame.values[sale] > 0)) sale--;
    fixed[3] = origin - sale;
    const recent = Math.max(0, end - shape.levelWindow);
    const long = Math.max(0, end - 8 * shape.levelWindow);
    fixed[4] = (zeros[end] - zeros[recent]) / Math.max(1, counts[end] - counts[recent]);
    fixed[5] = (zeros[end] - zeros[long]) / Math.max(1, counts[end] - counts[long]);
    const known = counts[end] - counts[long];
    const mean = (frame.sums[end] - frame.sums[long]) / Math.max(1, known);
    const variance = (frame.squares[end] - frame.squares[long]) / Math.max(1, known) - mean * mean;
    fixed[6] = mean > 0 ? Math.sqrt(Math.max(0, variance)) / mean : Number.NaN;
    for (let w = 0; w < shape.windows.length; w++) {
      const window = shape.windows[w];
      fixed[7 + w] = end >= window || w === 0 ? meanBefore(frame, end, window) * unit : Number.NaN;
    }
    for (let c = 0; c < this.plan.known.length; c++) {
      const { kind } = this.plan.known[c];
      if (kind === 'flag') this.lifts[c] = this.liftOf(c);
      else if (kind === 'price') this.readPrices(c);
    }
    return level;
  }

  /** Mean demand with the flag over mean demand without it, in the last `LIFT_STEPS` steps. */
  private liftOf(column: number): number {
    const { frame, origin } = this;
    const flags = frame.known[column];
    const sum = [0, 0];
    const count = [0, 0];
    for (let t = Math.max(0, origin + 1 - LIFT_STEPS); t <= origin; t++) {
      const y = frame.values[t];
      if (Number.isNaN(y) || Number.isNaN(flags[t])) continue;
      const side = flags[t] > 0 ? 1 : 0;
      sum[side] += y;
      count[side]++;
    }
    return count[0] > 0 && count[1] > 0 && sum[0] > 0 ? sum[1] / count[1] / (sum[0] / count[0]) : Number.NaN;
  }

  /** Writes the row of `step` (1 = the one after the origin) at `offset`. */
  write(step: number, out: Float32Array, offset: number): void {
    const { frame, plan, origin } = this;
    const { shape } = plan;
    const t = origin + step;
    const unit = 1 / this.level;
    let at = offset;
    out[at++] = step;
    for (let i = 0; i < this.fixedWidth; i++) out[at++] = this.fixed[i];
    for (const phases of this.cycles) at = this.writePhase(out, at, step, phases);
    if (shape.year > 0) {
      const back = this.yearBack(step);
      const before = t - back;
      const base = origin - back;
      const near = Math.min(origin + 1, before + shape.yearReach + 1);
      const then = before >= 0 ? meanBefore(frame, near, 2 * shape.yearReach + 1) : Number.NaN;
      const level = base >= 0 ? meanBefore(frame, base + 1, shape.levelWindow) : Number.NaN;
      out[at++] = level > 0 ? then / level : Number.NaN;
      out[at++] = level > 0 ? this.level / level : Number.NaN;
    }
    if (plan.panelIndex) at = this.writeYears(out, at, step, plan.panelIndex);
    for (const group of frame.groups) at = this.writeGroup(out, at, step, group);
    if (this.calendarWidth > 0 && this.calendar) {
      const { features, from } = this.calendar;
      const row = (t - (frame.length - 1) - from) * this.calendarWidth;
      for (let i = 0; i < this.calendarWidth; i++) out[at++] = features[row + i];
      for (const place of this.untold) out[at - this.calendarWidth + place] = Number.NaN;
    }
    let flags = 0;
    for (let c = 0; c < plan.known.length; c++) {
      const { kind } = plan.known[c];
      const values = frame.known[c];
      if (kind === 'open') at = this.writeOpen(out, at, values, t);
      else if (kind === 'flag') at = this.writeFlag(out, at, values, t, step, c, flags++, unit);
      else if (kind === 'price') at = this.writePrice(out, at, values, t, c);
      else if (kind === 'number') {
        out[at++] = valueAt(values, t);
        out[at++] = valueAt(values, t) - valueAt(values, origin);
      } else {
        out[at++] = valueAt(values, t);
        out[at++] = valueAt(values, t - 1);
        out[at++] = valueAt(values, t + 1);
        out[at++] = stepsSince(values, t);
        out[at++] = stepsUntil(values, t);
      }
    }
    for (const code of frame.codes) out[at++] = code;
  }

  /** Earlier years of a series' group, and its recent demand over its longer one. */
  private writeGroup(out: Float32Array, at: number, step: number, group: PanelIndex | undefined): number {
    const { panelYears, groupTrend = [1, 1] } = this.plan.shape;
    if (!group) {
      out.fill(Number.NaN, at, at + panelYears.length + 1);
      return at + panelYears.length + 1;
    }
    const next = this.writeYears(out, at, step, group);
    const origin = this.origin - this.frame.length + 1;
    const [recent, longer] = groupTrend;
    const usual = indexUpTo(group, origin, longer);
    out[next] = usual > 0 ? indexUpTo(group, origin, recent) / usual : Number.NaN;
    return next + 1;
  }

  /** Demand of the panel or a group around the same step of earlier years, over its level at the same distance before it. */
  private writeYears(out: Float32Array, at: number, step: number, index: PanelIndex): number {
    const { year, yearReach, levelWindow, panelYears } = this.plan.shape;
    const origin = this.origin - this.frame.length + 1;
    // Only whole years that end before the origin: a horizon of more than a year reads the one before.
    const nearest = Math.max(0, Math.ceil((step + yearReach) / year) - 1);
    for (const years of panelYears) {
      const back = this.yearsBack(step, years, nearest);
      const then = indexUpTo(index, origin + step - back + yearReach, 2 * yearReach + 1);
      const level = indexUpTo(index, origin - back, levelWindow);
      out[at++] = level > 0 ? then / level : Number.NaN;
    }
    return at;
  }

  /** Steps from the target back to its like before the origin, whole years. */
  private yearBack(step: number): number {
    const { year } = this.plan.shape;
    const years = Math.ceil(step / year);
    const back = years === 1 ? this.lastYearOf(step) : 0;
    return back >= step ? back : years * year;
  }

  /** The same by `years` years, and the `skipped` ones that the horizon reaches over. */
  private yearsBack(step: number, years: number, skipped: number): number {
    const { year, yearReach } = this.plan.shape;
    let back = 0;
    if (skipped === 0) for (let i = 0; i < years; i++) back += this.lastYearOf(step - back);
    return back >= step + yearReach ? back : (skipped + years) * year;
  }

  /** Steps from the one `step` after the origin to its like of the year before. */
  private lastYearOf(step: number): number {
    const { calendar, lastYear, frame, origin, plan } = this;
    const row = calendar ? origin + step - (frame.length - 1) - calendar.from : 0;
    return lastYear?.[EARLIER + row] || plan.shape.year;
  }

  /** Means of the last values of the same phase. Steps a whole cycle apart have the same: they are read once an origin. */
  private writePhase(out: Float32Array, at: number, step: number, phases: Phases): number {
    const { cycle, means, readAt } = phases;
    const phase = (step - 1) % cycle;
    const from = PHASE_COUNTS.length * phase;
    if (readAt[phase] !== this.begun) {
      readAt[phase] = this.begun;
      this.readPhase(means, from, phase + 1 - cycle, cycle);
    }
    for (let i = 0; i < PHASE_COUNTS.length; i++) out[at++] = means[from + i];
    return at;
  }

  /** Reads the values `back` steps after the origin and every cycle before that. */
  private readPhase(means: Float32Array, from: number, back: number, cycle: number): void {
    const { values } = this.frame;
    const unit = 1 / this.level;
    let sum = 0;
    let found = 0;
    let next = 0;
    let t = this.origin + back;
    for (let tries = 0; tries < 16 && t >= 0 && next < PHASE_COUNTS.length; tries++, t -= cycle) {
      const y = values[t];
      if (Number.isNaN(y)) continue;
      sum += y;
      found++;
      if (found === PHASE_COUNTS[next]) means[from + next++] = (sum / found) * unit;
    }
    for (; next < PHASE_COUNTS.length; next++)
      means[from + next] = found > 0 ? (sum / found) * unit : Number.NaN;
  }

  private writeOpen(out: Float32Array, at: number, open: Float32Array, t: number): number {
    out[at] = valueAt(open, t - 1);
    out[at + 1] = valueAt(open, t + 1);
    let before = 0;
    let after = 0;
    for (let i = 1; i <= 7; i++) {
      if (valueAt(open, t - i) > 0) before++;
      if (!(valueAt(open, t + i) === 0)) after++;
    }
    out[at + 2] = before;
    out[at + 3] = after;
    let run = 0;
    while (run < LONGEST_RUN && t - 1 - run >= 0 && open[t - 1 - run] === 0) run++;
    out[at + 4] = run;
    return at + 5;
  }

  private writeFlag(
    out: Float32Array,
    at: number,
    flags: Float32Array,
    t: number,
    step: number,
    column: number,
    place: number,
    unit: number,
  ): number {
    const now = valueAt(flags, t);
    out[at] = now;
    out[at + 1] = valueAt(flags, t - 1);
    out[at + 2] = valueAt(flags, t + 1);
    let since = 0;
    while (since < LONGEST_RUN && valueAt(flags, t - 1 - since) === now) since++;
    let until = 0;
    while (until < LONGEST_RUN && valueAt(flags, t + 1 + until) === now) until++;
    out[at + 3] = since;
    out[at + 4] = until;
    if (place >= MOST_LOOKALIKE_FLAGS) return at + 5;
    // Look-alikes: the last values of the same phase with the same flag.
    const { values } = this.frame;
    const cycle = this.plan.shape.cycles[0] ?? 1;
    let sum = 0;
    let found = 0;
    let back = t - cycle * Math.ceil(step / cycle);
    out[at + 5] = Number.NaN;
    for (let tries = 0; tries < LOOKBACK && back >= 0 && found < 4; tries++, back -= cycle) {
      const y = values[back];
      if (Number.isNaN(y) || flags[back] !== now) continue;
      sum += y;
      found++;
      if (found === 1) out[at + 5] = sum * unit;
    }
    out[at + 6] = found > 0 ? (sum / found) * unit : Number.NaN;
    out[at + 7] = this.lifts[column];
    return at + 8;
  }

  private writePrice(out: Float32Array, at: number, prices: Float32Array, t: number, column: number): number {
    const now = valueAt(prices, t);
    const base = 3 * column;
    out[at] = now / this.prices[base];
    out[at + 1] = now / this.prices[base + 1];
    out[at + 2] = now / this.prices[base + 2];
    out[at + 3] = now > 0 ? Math.log(now) : Number.NaN;
    return at + 4;
  }

  /** Mean over the year, mean over the level's window and highest of the year, at the origin. */
  private readPrices(column: number): void {
    const { frame, origin } = this;
    const values = frame.known[column];
    const { sums, counts } = frame.prices[column] as PrefixSums;
    const { stepsOfYear } = this.plan.shape;
    const meanOf = (window: number): number => {
      const from = Math.max(0, origin + 1 - window);
      return (sums[origin + 1] - sums[from]) / (counts[origin + 1] - counts[from]);
    };
    let highest = Number.NaN;
    for (let back = origin; back >= 0 && origin - back < stepsOfYear; back--) {
      if (values[back] > highest || Number.isNaN(highest)) highest = values[back];
    }
    this.prices[3 * column] = meanOf(stepsOfYear);
    this.prices[3 * column + 1] = meanOf(this.plan.shape.levelWindow);
    this.prices[3 * column + 2] = highest;
  }
}

const valueAt = (values: Float32Array, t: number): number =>
  t >= 0 && t < values.length ? values[t] : Number.NaN;

/** Steps since the last event (code other than 0) at or before t, at most 30. */
function stepsSince(values: Float32Array, t: number): number {
  for (let i = 0; i < 30; i++) if (valueAt(values, t - i) > 0) return i;
  return 30;
}

function stepsUntil(values: Float32Array, t: number): number {
  for (let i = 0; i < 30; i++) if (valueAt(values, t + i) > 0) return i;
  return 30;
}
