import type { Forecast } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { sourceLinesQuery } from '../../api/queries.ts';
import { useCurrency } from '../../app/use-me.ts';
import { Field, Input } from '../../ui/field.tsx';
import { addDays, formatDay } from '../../ui/format/dates.ts';
import { formatMoney, formatUnits, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';

function Lines({ forecast, day }: { readonly forecast: Forecast; readonly day: string }) {
  const query = useQuery(sourceLinesQuery(forecast.itemId, forecast.locationId, day));
  const currency = useCurrency();
  return (
    <QueryView query={query} skeleton={<Skeleton className="h-24" />}>
      {({ items, sold, returned }) => (
        <div>
          <p className="text-sm">
            <b className="font-semibold">{formatDay(day, 'week')}</b>: {formatUnits(sold ?? 0)} sold
            {returned ? `, ${formatUnits(returned)} returned` : ''}, from {plural(items.length, 'line')}.
          </p>
          {items.length > 0 && (
            <ScrollRegion label="Source lines" className="mt-2 max-h-56 overflow-auto">
              <table className="w-full min-w-[420px] text-sm">
                <thead className="text-ink-2">
                  <tr className="border-b border-line">
                    {['Row', 'Order', 'Quantity', 'Price', 'File'].map((name, index) => (
                      <th
                        key={name}
                        scope="col"
                        className={`py-1.5 pr-3 font-medium ${index > 1 && index < 4 ? 'text-right' : 'text-left'}`}
                      >
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {items.map((line) => (
                    <tr key={`${line.importId}-${line.row}`} className="border-b border-line">
                      <td className="py-1.5 pr-3">{line.row}</td>
                      <td className="py-1.5 pr-3">{line.order ?? '–'}</td>
                      <td className="py-1.5 pr-3 text-right">
                        {formatUnits(line.quantity)}
                        {!line.counted && <span className="ml-1 text-xs text-ink-3">not counted</span>}
                      </td>
                      <td className="py-1.5 pr-3 text-right">{formatMoney(line.priceMinor, currency)}</td>
                      <td className="max-w-40 truncate py-1.5">
                        <Link
                          to={`/data/imports/${line.importId}`}
                          className="text-accent-text hover:underline"
                        >
                          {line.fileName}
                        </Link>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
          )}
        </div>
      )}
    </QueryView>
  );
}

/** Any day of the history opened into the lines of the files it came from. */
export function HistoryCard({
  forecast,
  day,
  onDay,
}: {
  readonly forecast: Forecast;
  readonly day: string | undefined;
  readonly onDay: (day: string) => void;
}) {
  const { history } = forecast;
  const last = addDays(history.from, history.sold.length - 1);
  const returned = history.returned.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <Card title="History" context="Click a day in the chart, or choose one, to see the lines behind it.">
      <div className="mb-4 flex flex-wrap items-end gap-4">
        <div className="w-44">
          <Field label="Day">
            {(ids) => (
              <Input
                {...ids}
                type="date"
                min={history.from}
                max={last}
                value={day ?? ''}
                onChange={(event) => event.target.value && onDay(event.target.value)}
              />
            )}
          </Field>
        </div>
        <p className="flex-1 pb-1.5 text-sm text-ink-2">
          {plural(history.sold.length, 'day')} of history
          {returned > 0 && `, ${formatUnits(returned)} returned`}
          {history.outliers.length > 0 && `, ${plural(history.outliers.length, 'unusual day')} set apart`}
          {history.unavailable.length > 0 && `, ${plural(history.unavailable.length, 'gap')} without stock`}.
        </p>
      </div>
      {day && <Lines forecast={forecast} day={day} />}
    </Card>
  );
}
