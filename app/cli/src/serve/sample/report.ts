import type { AccuracyReport, ForecastRun, Import, ReorderPage } from '@ordernimbus/contracts';
import { formatCount } from '../terminal.ts';

const percent = (share: number | null): string => (share === null ? 'n/a' : `${(100 * share).toFixed(1)} %`);

const money = (minor: number | null, currency: string): string =>
  minor === null
    ? '-'
    : new Intl.NumberFormat('en-GB', { style: 'currency', currency, maximumFractionDigits: 0 }).format(
        minor / 100,
      );

/** What an import did, for a person at a terminal. */
export function describeImport({ result, fileName }: Import): string[] {
  if (!result) return [];
  const { rows, validRows, rejectedRows, seconds, items, itemDays, firstDay, lastDay } = result;
  const rate = seconds > 0 ? ` (${formatCount(rows / seconds)} rows a second)` : '';
  return [
    `Imported ${fileName}: ${formatCount(rows)} rows in ${seconds.toFixed(1)} s${rate}`,
    `  ${formatCount(validRows)} used, ${formatCount(rejectedRows)} rejected${rejectedRows > 0 ? ` (${describeRejections(result.rejections)})` : ''}`,
    ...(firstDay && lastDay
      ? [
          `  ${formatCount(items)} items, ${formatCount(itemDays)} item-days with sales, ${firstDay} to ${lastDay}`,
        ]
      : []),
  ];
}

function describeRejections(groups: NonNullable<Import['result']>['rejections']): string {
  return groups.map((group) => `${formatCount(group.rows)}: ${group.message.replace(/\.$/, '')}`).join('; ');
}

function describeRanges(calibration: AccuracyReport['calibration']): string {
  const percents = (shares: readonly (number | null)[]): string => shares.map(percent).join(', ');
  const names = calibration.map(({ nominal }) => 100 * nominal).join('/');
  const inFull = calibration.flatMap(({ plain }) => (plain === undefined ? [] : [plain]));
  const plain = inFull.length > 0 ? ` (days on an edge count in part; in full ${percents(inFull)})` : '';
  return `share of days inside the ${names} % range: ${percents(calibration.map(({ actual }) => actual))}${plain}`;
}

/** What a run forecast, and how it would have done on windows that its models had not seen. */
export function describeRun(run: ForecastRun, accuracy: AccuracyReport): string[] {
  const seconds =
    run.startedAt && run.finishedAt ? (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000 : 0;
  const { overall } = accuracy;
  const failed = run.seriesFailed ? `, ${formatCount(run.seriesFailed)} could not be forecast` : '';
  return [
    `Forecast ${formatCount(run.seriesTotal ?? 0)} series ${run.horizonDays} days ahead of ${run.cutoff} in ${seconds.toFixed(1)} s${failed}`,
    `  back-test over ${accuracy.windows} windows: error (WAPE) ${percent(overall.wape)}, seasonal naive ${percent(overall.naiveWape)}`,
    `  ${describeRanges(accuracy.calibration)}`,
  ];
}

const columns = ['SKU', 'Item', 'On hand', 'Coming', 'Order', 'Value', 'Runs out'] as const;

/** The first lines of what to order, as a table. */
export function describeReorder(page: ReorderPage, currency: string): string[] {
  const { totals } = page;
  const rows = page.lines.map((line) => [
    line.sku,
    line.itemName.slice(0, 34),
    formatCount(line.onHand ?? 0),
    formatCount(line.onOrder ?? 0),
    formatCount(line.suggested),
    money(line.valueMinor, currency),
    line.stockOutOn ?? '-',
  ]);
  const widths = columns.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const lay = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => (i < 2 || i === 6 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd();
  return [
    `To order now: ${formatCount(totals.linesToOrder)} of ${formatCount(totals.lines)} items, ${formatCount(totals.units)} units, ${money(totals.valueMinor, currency)}; ${money(totals.atRiskMinor, currency)} of sales at risk`,
    lay(columns),
    ...rows.map(lay),
  ];
}
