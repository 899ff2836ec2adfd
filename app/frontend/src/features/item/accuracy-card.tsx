import type { BacktestView, Forecast, Metrics } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { backtestQuery } from '../../api/queries.ts';
import { Chart } from '../../ui/charts/chart.tsx';
import { usePalette } from '../../ui/charts/palette.ts';
import { Field, Select } from '../../ui/field.tsx';
import { formatDay } from '../../ui/format/dates.ts';
import { formatNumber, formatPercent } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';
import { backtestOption } from './backtest-option.ts';

function finding(wape: number | null, naive: number | null): string {
  if (wape === null || naive === null) return 'Too few sales in the past windows to measure the error.';
  if (naive === 0) return 'Repeating the last week was never wrong on the past windows.';
  const gain = 1 - wape / naive;
  return `${formatPercent(Math.abs(gain))} ${gain >= 0 ? 'less' : 'more'} error than repeating the last week.`;
}

const title = 'Accuracy of this item';

/** What the forecast would have said in the past, over what then happened. */
export function AccuracyCard({ forecast }: { readonly forecast: Forecast }) {
  const query = useQuery(backtestQuery(forecast.itemId, forecast.locationId));
  if (query.data && forecast.metrics && query.data.windows.length > 0) {
    return <Windows windows={query.data.windows} metrics={forecast.metrics} />;
  }
  return (
    <Card title={title}>
      <QueryView query={query} skeleton={<Skeleton className="h-72 w-full" />}>
        {() => (
          <p className="text-ink-2">
            There is too little history to hold some of it back and test on it. The range is wide for that
            reason.
          </p>
        )}
      </QueryView>
    </Card>
  );
}

function Windows({
  windows,
  metrics,
}: {
  readonly windows: BacktestView['windows'];
  readonly metrics: Metrics;
}) {
  const palette = usePalette();
  const [picked, setPicked] = useState<number>();
  // The latest window, also when a new run has fewer of them than the one that was looked at.
  const chosen = Math.min(picked ?? windows.length - 1, windows.length - 1);
  const window = windows[chosen] as BacktestView['windows'][number];
  const option = useMemo(() => backtestOption(window, palette), [window, palette]);
  const text = finding(metrics.wape, metrics.naiveWape);
  const coverage = [
    [formatPercent(0.5), metrics.coverage50],
    [formatPercent(0.8), metrics.coverage80],
    [formatPercent(0.95), metrics.coverage95],
  ] as const;
  return (
    <Card
      title={title}
      context={text}
      actions={
        windows.length > 1 && (
          <Field label="Past window" hideLabel>
            {(ids) => (
              <Select {...ids} value={chosen} onChange={(event) => setPicked(Number(event.target.value))}>
                {windows.map(({ originDay }, index) => (
                  <option key={originDay} value={index}>
                    from {formatDay(originDay)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )
      }
    >
      <Chart
        option={option}
        height={200}
        label={`Back-test from ${formatDay(window.originDay)}: what was forecast then, with its ranges, and what happened. ${text}`}
      />
      <p className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-2">
        <span>Solid: what happened</span>
        <span>Dashed: forecast then, with its ranges</span>
        <span>Grey: the last week repeated</span>
      </p>
      <table className="mt-4 w-full text-sm">
        <thead className="text-ink-2">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 text-left font-medium">
              Measure
            </th>
            <th scope="col" className="py-2 text-right font-medium">
              This forecast
            </th>
            <th scope="col" className="py-2 text-right font-medium">
              Last week repeated
            </th>
          </tr>
        </thead>
        <tbody>
          {(
            [
              [
                'WAPE',
                'Absolute errors over sales',
                formatPercent(metrics.wape),
                formatPercent(metrics.naiveWape),
              ],
              [
                'MASE',
                'Error scaled by the naive step',
                formatNumber(metrics.mase, 2),
                formatNumber(metrics.naiveMase, 2),
              ],
              [
                'Bias',
                'Above zero: forecast too high',
                formatPercent(metrics.bias),
                formatPercent(metrics.naiveBias),
              ],
              [
                'Pinball',
                'Loss of all ranges, scaled as MASE',
                formatNumber(metrics.scaledPinball, 3),
                formatNumber(metrics.naiveScaledPinball, 3),
              ],
            ] as const
          ).map(([name, help, ours, naive]) => (
            <tr key={name} className="border-b border-line">
              <th scope="row" className="py-2 text-left font-normal" title={help}>
                {name} <span className="text-xs text-ink-3 max-sm:hidden">{help}</span>
              </th>
              <td className="py-2 text-right font-medium">{ours}</td>
              <td className="py-2 text-right text-ink-2">{naive}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-3 text-sm text-ink-2">
        Days inside the range:{' '}
        {coverage.map(([nominal, actual], index) => (
          <span key={nominal}>
            {index > 0 && ', '}
            <b className="num font-semibold text-ink">{formatPercent(actual)}</b> for {nominal}
          </span>
        ))}
        .
      </p>
    </Card>
  );
}
