import { type ForecastExplanation, type ForecastOptions, wantsPanelModel } from '@ordernimbus/engine';
import type { AheadEffect } from './ahead-effects.ts';

type Boosted = NonNullable<ForecastExplanation['boosted']>;
type Cells = readonly string[];

/** Columns beside each other, the first to the left and the others to the right. */
function table(rows: readonly Cells[]): string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => (row[c] ?? '').length)));
  return rows.map(
    (row) =>
      `  ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join('  ')}`,
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
/** A part that is there is never none. */
const partOf = (share: number): string => (share < 0.005 ? '< 1 %' : percent(share));
const signed = (value: number, digits: number): string => {
  const text = value.toFixed(digits);
  return Number(text) > 0 ? `+${text}` : Number(text) === 0 ? (0).toFixed(digits) : text;
};
const units = (value: number): string => value.toFixed(1);

function mixLines({ models, standIn, yearFactor, young }: ForecastExplanation['mix']): string[] {
  const rows = models.map(({ model, weight, loss }) => [
    model,
    weight > 0 ? partOf(weight) : 'left out',
    Number.isFinite(loss) ? loss.toFixed(3) : '-',
  ]);
  const isCompared = models.some(({ loss }) => Number.isFinite(loss));
  return [
    ...(standIn ? [`Stands in for ${standIn.wanted}: ${standIn.reason}`] : []),
    `Models tried on past windows${isCompared ? " (loss: 1 = the best of the series' own models)" : ''}`,
    ...table([['model', 'weight', 'loss'], ...rows]),
    ...(yearFactor === undefined
      ? []
      : [
          `The models of the series alone follow the year before: ${signed(100 * (yearFactor - 1), 1)} % over the horizon`,
        ]),
    ...(young === undefined
      ? []
      : [
          `Only ${young} value${young === 1 ? ' is' : 's are'} known: the boosted model reads what ${young === 1 ? 'it is' : 'they are'} worth from the first ones of other series`,
        ]),
  ];
}

function driverLines({ base, total, drivers }: Boosted): string[] {
  const rows = drivers.map(({ words, effect, units: own }) => [
    words,
    `${signed(100 * effect, 1)} %`,
    signed(own, 1),
  ]);
  return table([
    ['driver', 'effect', 'units'],
    ['A series of this level, nothing else known', '', units(base)],
    ...rows,
    ['Forecast of the boosted model', '', units(total)],
  ]);
}

/** The three strongest drivers by week (or whatever a period is). */
function periodLines({ periods, drivers }: Boosted, from: (step: number) => string): string[] {
  const strongest = drivers.slice(0, 3);
  const rows = periods.map((period) => [
    from(period.from),
    units(period.base),
    ...strongest.map((_, d) => signed(period.units[d] ?? 0, 1)),
    units(period.total),
  ]);
  return table([['from', 'base', ...strongest.map(({ driver }) => driver), 'forecast'], ...rows]);
}

function aheadLines(ahead: readonly AheadEffect[]): string[] {
  if (ahead.length === 0) return [];
  const rows = ahead.map(({ column, against, units: own, effect }) => [
    column,
    against,
    effect === undefined ? '-' : `${signed(100 * effect, 1)} %`,
    signed(own, 1),
  ]);
  return [
    'What each column changes ahead, in the whole forecast of all models',
    ...table([['column', 'against', 'effect', 'units'], ...rows]),
    '',
  ];
}

function extraordinaryLines(
  sales: ForecastExplanation['extraordinary'],
  from: (step: number) => string,
): string[] {
  if (sales.length === 0) return [];
  const rows = sales.map(({ back, quantity, taken }) => [from(-1 - back), String(quantity), String(taken)]);
  return [
    'Sales more than ten times all others, which count as the largest of the others',
    ...table([['on', 'sold', 'counted'], ...rows]),
    '',
  ];
}

function whyNoDrivers(weight: number | undefined, models: ForecastOptions['models']): string {
  if (weight === undefined) {
    return wantsPanelModel(models)
      ? 'No boosted part: that model could not be trained (too little history, or values that are negative or do not change), or earned nothing on past windows'
      : 'No boosted part: the models asked for have none';
  }
  return weight > 0
    ? 'The boosted part is zero: nothing can be sold in this time, or nothing ever was'
    : 'No boosted part: that model was tried and left out';
}

/** The explanation as text for a terminal. `from` names a step ahead, 0 = the first, -1 the last one before it. */
export function explanationText(
  title: string,
  { mix, extraordinary, boosted }: ForecastExplanation,
  period: { readonly from: (step: number) => string; readonly options: ForecastOptions },
  ahead: readonly AheadEffect[],
): string {
  const { horizon, models } = period.options;
  const span = horizon === 1 ? 'the step' : `${horizon} steps`;
  const lines = [
    `Why this forecast: ${title}, ${span} from ${period.from(0)}`,
    '',
    ...mixLines(mix),
    '',
    ...extraordinaryLines(extraordinary, period.from),
    ...aheadLines(ahead),
  ];
  if (boosted) {
    const weight = mix.models.find(({ model }) => model === 'boosted')?.weight ?? 0;
    lines.push(
      `What drives the boosted part, ${percent(weight)} of the forecast (units are of that model alone${boosted.steps < horizon ? `, over the ${boosted.steps} open steps` : ''})`,
      ...driverLines(boosted),
      '',
      ...periodLines(boosted, period.from),
    );
  } else {
    const weight = mix.models.find(({ model }) => model === 'boosted')?.weight;
    lines.push(`${whyNoDrivers(weight, models)}, so there are no drivers to name.`);
  }
  return `${lines.join('\n')}\n`;
}
