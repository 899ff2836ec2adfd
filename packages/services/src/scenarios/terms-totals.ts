import { type TermsPlan, type TermsScenario, type TermsTotals, termsMeasures } from '@ordernimbus/contracts';
import type { ComparedLine } from './terms-line.ts';

type Note = TermsScenario['notes'][number];
type Sums = Omit<TermsScenario, 'runId' | 'cutoff' | 'lines'>;
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const noTotals = (): Mutable<TermsTotals> => ({
  linesToOrder: 0,
  units: 0,
  valueMinor: 0,
  linesToOrderWithoutCost: 0,
  linesRunOut: 0,
  safetyStock: 0,
  safetyStockMinor: 0,
  linesWithoutValue: 0,
  expectedLost: 0,
  atRiskMinor: 0,
  linesWithoutPrice: 0,
});

function add(totals: Mutable<TermsTotals>, plan: TermsPlan, stockOutDay: number | null): void {
  if (plan.safetyStock !== null) {
    totals.safetyStock += plan.safetyStock;
    if (plan.safetyStockMinor === null) totals.linesWithoutValue++;
    else totals.safetyStockMinor += plan.safetyStockMinor;
  }
  if (plan.expectedLost === null) return;
  totals.expectedLost += plan.expectedLost;
  if (plan.atRiskMinor === null) totals.linesWithoutPrice++;
  else totals.atRiskMinor += plan.atRiskMinor;
  if (stockOutDay !== null && stockOutDay <= plan.leadTimeDays + plan.reviewDays) totals.linesRunOut++;
  if (plan.suggested <= 0) return;
  totals.linesToOrder++;
  totals.units += plan.suggested;
  if (plan.valueMinor === null) totals.linesToOrderWithoutCost++;
  else totals.valueMinor += plan.valueMinor;
}

const isChanged = ({ baseline, scenario }: ComparedLine): boolean =>
  baseline.status !== scenario.status || termsMeasures.some((name) => baseline[name] !== scenario[name]);

const details: Readonly<Record<Exclude<Note['code'], 'beyond_forecast'>, string>> = {
  no_forecast: 'Without a forecast nothing is computed. The line says why it has none.',
  no_stock_data:
    'The stock on hand is not known: levels and safety stock are computed, orders and sales at risk are not. Enter it in the reorder list or import it.',
  not_planned:
    'There is nothing to plan: neither a forecast nor stock is known, or the item is no longer sold and none is left.',
};

/** Adds up both plans line by line; the lines themselves are not kept. */
export function createTermsTotals() {
  const baseline = noTotals();
  const scenario = noTotals();
  const counts = { linesTotal: 0, linesPlanned: 0, linesChanged: 0, linesBegin: 0, linesStop: 0 };
  const noted = { no_forecast: 0, no_stock_data: 0, not_planned: 0, beyond_forecast: 0 };
  let forecastDays = 0;
  return {
    /** @param line undefined: there is nothing to plan */
    add(line: ComparedLine | undefined): void {
      counts.linesTotal++;
      if (!line) {
        noted.not_planned++;
        return;
      }
      const { status } = line.scenario;
      if (status === 'no_forecast' || status === 'no_stock_data') noted[status]++;
      else counts.linesPlanned++;
      if (line.beyondDays !== null) {
        noted.beyond_forecast++;
        forecastDays = line.beyondDays;
      }
      add(baseline, line.baseline, line.stockOutDay);
      add(scenario, line.scenario, line.stockOutDay);
      if (isChanged(line)) counts.linesChanged++;
      const [before, after] = [line.baseline.suggested > 0, line.scenario.suggested > 0];
      if (after && !before) counts.linesBegin++;
      if (before && !after) counts.linesStop++;
    },
    sums(): Sums {
      const detailOf = (code: Note['code']): string =>
        code === 'beyond_forecast'
          ? `Lead time and two review periods reach beyond the ${forecastDays} days that are forecast: demand after them is taken to go on at their level, which errs towards more stock.`
          : details[code];
      const notes = (Object.keys(noted) as Note['code'][])
        .filter((code) => noted[code] > 0)
        .map((code) => ({ code, lines: noted[code], detail: detailOf(code) }));
      return { ...counts, baseline, scenario, notes };
    },
  };
}
