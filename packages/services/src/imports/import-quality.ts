import type { Layout, QualityFinding } from '@ordernimbus/contracts';
import type { RowsSummary } from '@ordernimbus/importers';

const share = (part: number, whole: number): string =>
  whole > 0 ? `${((100 * part) / whole).toFixed(part * 200 < whole ? 2 : 1)} %` : '0 %';
const count = (value: number): string => value.toLocaleString('en');
const rowsOf = (value: number): string => `${count(value)} ${value === 1 ? 'row' : 'rows'}`;

/** What a person should know about the rows of one file. */
export function describeImportQuality(summary: RowsSummary, layout: Layout): QualityFinding[] {
  const findings: QualityFinding[] = [];
  const { rows, validRows, rejectedRows } = summary;
  if (rejectedRows > 0) {
    findings.push({
      id: 'rejected_rows',
      severity: rejectedRows * 20 > rows ? 'warning' : 'notice',
      title: `${rowsOf(rejectedRows)} set aside`,
      detail: `${share(rejectedRows, rows)} of the file: ${summary.rejections
        .slice(0, 3)
        .map((group) => `${group.message.replace(/\.$/, '')} (${count(group.rows)})`)
        .join('; ')}.`,
      count: rejectedRows,
    });
  }
  const perDay = layout === 'long' ? validRows - (summary.itemDates ?? summary.itemDays) : 0;
  if (perDay > 0) {
    findings.push({
      id: 'added_up_rows',
      severity: 'notice',
      title: `${rowsOf(perDay)} for an item, location and day that the file had already`,
      detail:
        'They were added up. If they are the same sales twice, undo this import and remove the doubles.',
      count: perDay,
    });
  }
  if (summary.returnRows > 0) {
    findings.push({
      id: 'returns',
      severity: 'info',
      title: `${share(summary.unitsReturned, summary.unitsSold)} of the units came back`,
      detail: `Returns and cancellations: ${rowsOf(summary.returnRows)}. They do not lower the demand of their day.`,
      count: summary.returnRows,
    });
  }
  if (summary.negativePriceRows > 0) {
    findings.push({
      id: 'negative_prices',
      severity: 'notice',
      title: `${rowsOf(summary.negativePriceRows)} with a price below zero`,
      detail: 'Their quantity counts; their money lowers the revenue.',
      count: summary.negativePriceRows,
    });
  }
  if (summary.zeroPriceRows > 0) {
    findings.push({
      id: 'zero_prices',
      severity: 'info',
      title: `${rowsOf(summary.zeroPriceRows)} with the price zero`,
      detail: 'Gifts, samples or corrections of stock: their quantity counts as demand.',
      count: summary.zeroPriceRows,
    });
  }
  findings.push(...describePrices(summary, layout));
  return findings;
}

/** Of a file without prices what it was worth is not known, which is not nothing. */
export function describePrices({ validRows, unpricedRows }: RowsSummary, layout: Layout): QualityFinding[] {
  if (layout === 'stock' || unpricedRows !== validRows || validRows === 0) return [];
  return [
    {
      id: 'no_prices',
      severity: 'info',
      title: 'The file has no prices',
      detail:
        'What these sales were worth is not known, and they count as nothing in sums of money; units are complete.',
      count: validRows,
    },
  ];
}
