import type { AttentionRow } from '@ordernimbus/contracts';
import type { AttentionLineRow, ChangedDemandRow, ImportProblemRow } from '@ordernimbus/data';
import { datesAfter, dayText } from '../forecasts/forecast-window.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const number = (value: number): string => (Math.abs(value) < 10 ? fine : whole).format(value);
const range = (low: number, high: number): string =>
  number(low) === number(high) ? number(low) : `${number(low)}–${number(high)}`;

const noSpark = { sparkHistory: [], sparkForecast: [] };
const lineRow = (row: AttentionLineRow | ChangedDemandRow) => ({
  itemId: row.itemId,
  locationId: row.locationId,
  importId: null,
  title: row.itemName,
  locationName: row.locationName,
  moneyMinor: row.moneyMinor,
  ...noSpark,
});

const stockOf = (row: AttentionLineRow): string =>
  row.onHand < 0
    ? `Oversold by ${number(-row.onHand)}`
    : `${number(row.onHand)} on hand${row.onOrder > 0 ? ` and ${number(row.onOrder)} on order` : ''}`;

/** The days that the rows speak of: those after the cut-off, and whether these are the next ones to who reads. */
export interface PlannedDays {
  readonly cutoff: string;
  readonly beginNow: boolean;
}

export function composeRunningOut(row: AttentionLineRow, { cutoff, beginNow }: PlannedDays): AttentionRow {
  const days = row.leadTimeDays + row.reviewDays;
  const gone =
    row.onHand + row.onOrder <= 0
      ? 'nothing is left to sell'
      : row.stockOutOn && row.stockOutOn > cutoff
        ? `likely gone by ${dayText(row.stockOutOn)}`
        : 'likely gone soon';
  return {
    ...lineRow(row),
    kind: 'will_run_out',
    reason: beginNow
      ? `${stockOf(row)}, ${number(row.demandMean)} expected to sell in the ${days} days until an order of the next review could arrive: ${gone}.`
      : `${stockOf(row)}, ${number(row.demandMean)} expected to sell ${datesAfter(cutoff, days)}: ${gone}.`,
  };
}

export function composeOverstock(row: AttentionLineRow): AttentionRow {
  const weekly = (row.demandMean / (row.leadTimeDays + row.reviewDays)) * 7;
  const weeks = (row.onHand + row.onOrder) / weekly;
  const reason =
    weekly > 0 && weeks < 1000
      ? `${stockOf(row)} would last about ${whole.format(weeks)} weeks at the expected rate of ${number(weekly)} a week.`
      : `${stockOf(row)}, and hardly any sales are expected.`;
  return { ...lineRow(row), kind: 'overstock', reason };
}

export function composeChangedDemand(row: ChangedDemandRow, { cutoff, beginNow }: PlannedDays): AttentionRow {
  const up = row.low28 > row.soldPrior28;
  const when = beginNow ? 'in the next 28 days' : datesAfter(cutoff, 28);
  return {
    ...lineRow(row),
    kind: up ? 'demand_up' : 'demand_down',
    reason: `${range(row.low28, row.high28)} expected ${when} (8 in 10), ${up ? 'up' : 'down'} from ${number(row.soldPrior28)} sold in the 28 days before.`,
  };
}

export function composeImportProblem(row: ImportProblemRow): AttentionRow {
  const reason =
    row.status === 'failed'
      ? `The import failed: ${row.message ?? 'no reason is known'}`
      : `${whole.format(row.rejectedRows)} of ${whole.format(row.rows)} rows were not understood and are not in; their reasons are in errors.csv.`;
  return {
    kind: 'import_problem',
    itemId: null,
    locationId: null,
    importId: row.importId,
    title: row.fileName,
    locationName: null,
    reason,
    moneyMinor: null,
    ...noSpark,
  };
}

export function composeFailedSeries(count: number): AttentionRow {
  return {
    kind: 'failed_series',
    itemId: null,
    locationId: null,
    importId: null,
    title: count === 1 ? '1 item without a forecast' : `${whole.format(count)} items without a forecast`,
    locationName: null,
    reason: 'Their sales could not be forecast; each has its reason on the accuracy page.',
    moneyMinor: null,
    ...noSpark,
  };
}
