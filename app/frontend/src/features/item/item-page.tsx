import type { Forecast } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChartSpline, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { isCode } from '../../api/api-error.ts';
import { calendarMarksQuery, forecastQuery, reorderExplanationQuery } from '../../api/queries.ts';
import { NotFoundPage } from '../../app/route-error.tsx';
import { useCurrency } from '../../app/use-me.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { FanChart } from '../../ui/fan-chart/fan-chart.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { formatDay, formatInstant } from '../../ui/format/dates.ts';
import { formatUnits } from '../../ui/format/numbers.ts';
import { Card, Page } from '../../ui/page.tsx';
import { EmptyState, Notice, QueryView, Skeleton, SkeletonCard } from '../../ui/states.tsx';
import { nodeSearch } from '../explorer/filter.ts';
import { AccuracyCard } from './accuracy-card.tsx';
import { answerText } from './answer-text.ts';
import { fanMark } from './calendar-marks.ts';
import { classWords } from './class-words.ts';
import { HistoryCard } from './history-card.tsx';
import { ReorderCard } from './reorder-card.tsx';
import { TotalsStrip } from './totals-strip.tsx';
import { WhatIfCard } from './what-if/what-if-card.tsx';
import { WhyCard } from './why-card.tsx';

function Chips({ forecast }: { readonly forecast: Forecast }) {
  const reorder = useQuery(reorderExplanationQuery(forecast.itemId, forecast.locationId));
  const line = reorder.data?.line;
  const words = classWords(forecast.demandClass);
  return (
    <div className="mt-2 flex flex-wrap gap-1.5">
      <Chip>SKU {forecast.sku}</Chip>
      {forecast.category && <Chip>{forecast.category}</Chip>}
      {words && <Chip title={words.help}>{words.word}</Chip>}
      {line?.onHand !== null && line?.onHand !== undefined && <Chip>{formatUnits(line.onHand)} on hand</Chip>}
      {line?.onOrder !== null && line?.onOrder !== undefined && line.onOrder > 0 && (
        <Chip>{formatUnits(line.onOrder)} on order</Chip>
      )}
      {line?.supplier && <Chip>{line.supplier}</Chip>}
    </div>
  );
}

function Body({ forecast }: { readonly forecast: Forecast }) {
  const [day, setDay] = useState<string>();
  const reorder = useQuery(reorderExplanationQuery(forecast.itemId, forecast.locationId));
  const marks = useQuery(calendarMarksQuery(forecast.itemId, forecast.locationId));
  const currency = useCurrency();
  const input = useMemo(
    () => ({
      historyFrom: forecast.history.from,
      history: forecast.history.sold,
      forecastFrom: forecast.forecast.from,
      mean: forecast.forecast.mean,
      probabilities: forecast.forecast.probabilities,
      quantiles: forecast.forecast.quantiles,
      previous: forecast.previous,
      unavailable: forecast.history.unavailable,
      marks: marks.data?.items.map((mark) => fanMark(mark, currency)) ?? [],
    }),
    [forecast, marks.data, currency],
  );
  return (
    <div className="space-y-4 sm:space-y-6">
      {!forecast.ok && (
        <Notice tone="red">
          This item could not be forecast. {forecast.failure?.detail} Its history is below.
        </Notice>
      )}
      <Card>
        <p className="mb-4 max-w-3xl text-xl leading-7 font-medium tracking-[-0.01em] text-balance">
          {answerText(forecast, reorder.data?.line)}
        </p>
        <FanChart
          input={input}
          sentence={answerText(forecast, undefined)}
          fileName={`${forecast.sku}-${forecast.locationName}`}
          totalsNote="Totals with their ranges stand below."
          onPickDay={setDay}
        />
        {marks.isError && (
          <p className="mt-3 text-sm text-ink-2">
            The marks of the calendar could not be read: {marks.error.message}
          </p>
        )}
        <TotalsStrip
          cutoff={forecast.cutoff}
          cumulative={forecast.cumulative}
          mean={forecast.forecast.mean}
        />
      </Card>
      <div className="grid items-start gap-4 sm:gap-6 xl:grid-cols-2">
        <ReorderCard itemId={forecast.itemId} locationId={forecast.locationId} />
        <AccuracyCard forecast={forecast} />
        <WhyCard forecast={forecast} />
        {forecast.ok && <WhatIfCard forecast={forecast} />}
        <HistoryCard forecast={forecast} day={day} onDay={setDay} />
      </div>
    </div>
  );
}

const skeleton = (
  <div className="space-y-6">
    <SkeletonCard className="h-[560px]" />
    <div className="grid gap-6 xl:grid-cols-2">
      <SkeletonCard className="h-72" />
      <SkeletonCard className="h-72" />
    </div>
  </div>
);

/** An id of the address; anything else is the address of nothing. */
const readId = (text = '') => (/^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined);

export function ItemPage() {
  const params = useParams();
  const [itemId, locationId] = [readId(params.itemId), readId(params.locationId)];
  if (itemId === undefined || locationId === undefined) return <NotFoundPage />;
  return <ItemAt itemId={itemId} locationId={locationId} />;
}

function ItemAt({ itemId, locationId }: { readonly itemId: number; readonly locationId: number }) {
  const query = useQuery(forecastQuery(itemId, locationId));
  const navigate = useNavigate();
  const forecast = query.data;
  if (!forecast && isCode(query.error, 'not_found')) {
    return (
      <Page title="Item">
        <Card>
          <EmptyState
            icon={ChartSpline}
            title="There is no forecast for this item here"
            action={<ButtonLink to="/forecast">Open Forecast</ButtonLink>}
          >
            {query.error?.message}
          </EmptyState>
        </Card>
      </Page>
    );
  }
  return (
    <Page
      title={forecast?.itemName ?? <Skeleton className="h-7 w-64" />}
      documentTitle={forecast?.itemName ?? 'Item'}
      breadcrumb={
        forecast && (
          <nav aria-label="Breadcrumb" className="flex flex-wrap items-center gap-1 text-sm">
            <Link to="/forecast" className="font-medium text-accent-text hover:underline">
              Forecast
            </Link>
            <ChevronRight aria-hidden className="size-3.5 text-ink-3" />
            <Link
              to={nodeSearch({ locationId, category: forecast.category })}
              className="font-medium text-accent-text hover:underline"
            >
              {forecast.category ?? forecast.locationName}
            </Link>
          </nav>
        )
      }
      context={forecast && <Chips forecast={forecast} />}
      actions={
        forecast && (
          <div className="flex items-center gap-3">
            <p className="text-right text-xs text-ink-3 max-sm:hidden">
              Sales to {formatDay(forecast.cutoff)}
              <br />
              Forecast {formatInstant(forecast.createdAt)}
            </p>
            {forecast.locations.length > 1 && (
              <Field label="Location" hideLabel>
                {(ids) => (
                  <Select
                    {...ids}
                    value={locationId}
                    onChange={(event) => navigate(`/items/${itemId}/${event.target.value}`)}
                  >
                    {forecast.locations.map((location) => (
                      <option key={location.locationId} value={location.locationId}>
                        {location.name}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
          </div>
        )
      }
    >
      <QueryView query={query} skeleton={skeleton}>
        {(data) => <Body key={`${data.itemId}-${data.locationId}`} forecast={data} />}
      </QueryView>
    </Page>
  );
}
