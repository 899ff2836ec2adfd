import type { Forecast } from '@ordernimbus/contracts';
import { addDays, formatDay } from '../../ui/format/dates.ts';
import { formatRange, formatUnits } from '../../ui/format/numbers.ts';

const wanted = [7, 14, 28, 56, 91];

/** Totals from the cut-off on: their ranges come from the sums of simulated futures, not from adding days. */
export function TotalsStrip({
  cutoff,
  cumulative,
  mean,
}: {
  readonly cutoff: string;
  readonly cumulative: Forecast['cumulative'];
  readonly mean: readonly number[];
}) {
  const at = (probability: number) =>
    cumulative.probabilities.findIndex((known) => Math.abs(known - probability) < 1e-6);
  const [low, high] = [at(0.1), at(0.9)];
  const totals = wanted.flatMap((days) => {
    const row = cumulative.quantiles[cumulative.days.indexOf(days)];
    if (!row || row[low] === undefined || row[high] === undefined) return [];
    return [
      {
        days,
        low: row[low],
        high: row[high],
        mean: mean.slice(0, days).reduce((sum, value) => sum + value, 0),
      },
    ];
  });
  if (totals.length === 0) return null;
  return (
    <div className="mt-5 border-t border-line pt-4">
      <h2 className="text-sm font-medium">Totals from {formatDay(addDays(cutoff, 1))} on, 8 in 10</h2>
      <dl className="mt-2 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-5">
        {totals.map((total) => (
          <div key={total.days}>
            <dt className="text-xs text-ink-3">{total.days} days</dt>
            <dd className="num text-lg font-semibold">{formatRange(total.low, total.high)}</dd>
            <dd className="num text-xs text-ink-2">expected {formatUnits(total.mean)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
