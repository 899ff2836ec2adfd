import type { BacktestView, Forecast, Metrics } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { backtestQuery } from '../../api/queries.ts';
import { Chart } from '../../ui/charts/chart.tsx';
import { usePalette } from '../../ui/charts/palette.ts';
import { Field, Select } from '../../ui/field.tsx';
import { formatDay } from '../../ui/format/dates.ts';
import { Card } from '../../ui/page.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';
import { findingOfItem } from '../accuracy/findings.ts';
import { MeasureTable } from '../accuracy/measure-table.tsx';
import { backtestOption } from './backtest-option.ts';

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
  const text = findingOfItem(metrics.wape, metrics.naiveWape);
  return (
    <Card
      title={title}
      context={text}
      flush
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
      <div className="px-4 sm:px-5">
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
      </div>
      <div className="mt-4 border-t border-line">
        <MeasureTable metrics={metrics} />
      </div>
    </Card>
  );
}
