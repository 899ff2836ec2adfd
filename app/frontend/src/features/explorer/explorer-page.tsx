import type { Explorer } from '@ordernimbus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ChartSpline, ChevronRight, FileDown, FlaskConical, SearchX } from 'lucide-react';
import { Fragment, lazy, Suspense, useMemo } from 'react';
import { Link } from 'react-router';
import { isCode } from '../../api/api-error.ts';
import { explorerQuery } from '../../api/queries.ts';
import { download } from '../../api/request.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format/dates.ts';
import { formatChange, formatPercent, formatRange, plural } from '../../ui/format/numbers.ts';
import { windowText } from '../../ui/format/window.ts';
import { NeedsSales } from '../../ui/needs-sales.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Loading, Skeleton, SkeletonCard, SkeletonRows } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useSearch } from '../../ui/use-search.ts';
import { ExplorerTable } from './explorer-table.tsx';
import { nodeSearch, readFilter, scenarioSearch } from './filter.ts';

const FanChart = lazy(async () => ({ default: (await import('../../ui/fan-chart/fan-chart.tsx')).FanChart }));

function Breadcrumb({ steps }: { readonly steps: Explorer['breadcrumb'] }) {
  if (steps.length < 2) return null;
  return (
    <nav aria-label="Breadcrumb" className="flex flex-wrap items-center gap-1 text-sm">
      {steps.map((step, index) => (
        <Fragment key={step.name}>
          {index > 0 && <ChevronRight aria-hidden className="size-3.5 text-ink-3" />}
          {index === steps.length - 1 ? (
            <span aria-current="page" className="text-ink-2">
              {step.name}
            </span>
          ) : (
            <Link to={nodeSearch(step)} className="font-medium text-accent-text hover:underline">
              {step.name}
            </Link>
          )}
        </Fragment>
      ))}
    </nav>
  );
}

function NodeChart({ explorer }: { readonly explorer: Explorer }) {
  const { node } = explorer;
  const input = useMemo(
    () =>
      node && {
        historyFrom: node.historyFrom,
        history: node.history,
        forecastFrom: node.forecastFrom,
        mean: node.mean,
        probabilities: node.probabilities,
        quantiles: node.quantiles,
      },
    [node],
  );
  if (!node || !input) return null;
  const change = node.next28 && formatChange(node.next28.mean, node.soldPrior28);
  const sentence = node.next28
    ? `${explorer.title}: ${formatRange(node.next28.low, node.next28.high, 'units')} ${windowText(explorer.cutoff, 28)} (8 in 10)${change ? `, ${change} on the 28 days before` : ''}.`
    : `${explorer.title}: no total of 28 days yet.`;
  return (
    <Card
      title={sentence}
      context={
        node.metrics && node.metrics.wape !== null
          ? `Back-test error of the total of a day: ${formatPercent(node.metrics.wape)}; repeating the last week ${formatPercent(node.metrics.naiveWape)}.`
          : undefined
      }
    >
      <Suspense fallback={<Skeleton className="h-[420px]" />}>
        <FanChart
          input={input}
          sentence={sentence}
          fileName={`forecast-${explorer.title}`}
          totalsNote={node.next28 ? 'The range of the next 28 days stands above.' : undefined}
        />
      </Suspense>
    </Card>
  );
}

export function ExplorerPage() {
  const [search, changeSearch] = useSearch();
  const filter = readFilter(search);
  const query = useInfiniteQuery(explorerQuery(filter));
  const first = query.data?.pages[0];
  const rows = useMemo(() => query.data?.pages.flatMap(({ children }) => children) ?? [], [query.data]);
  if (isCode(query.error, 'not_found')) {
    const part =
      filter.category !== undefined ? 'category' : filter.locationId !== undefined ? 'location' : undefined;
    return (
      <Page title="Forecast">
        <Card>
          {part ? (
            <EmptyState
              icon={SearchX}
              title={`There is no such ${part}`}
              action={
                <ButtonLink to="/forecast" variant="primary">
                  All sales
                </ButtonLink>
              }
            >
              {query.error?.message}
            </EmptyState>
          ) : (
            <NeedsSales icon={ChartSpline} title="There is no forecast yet">
              {query.error?.message}
            </NeedsSales>
          )}
        </Card>
      </Page>
    );
  }
  const exportCsv = () =>
    download('/v1/forecasts.csv', 'forecasts.csv').catch((error: unknown) =>
      showToast(error instanceof Error ? error.message : 'The export failed.', { failed: true }),
    );
  return (
    <Page
      title={first?.title ?? 'Forecast'}
      documentTitle={`Forecast: ${first?.title ?? ''}`}
      breadcrumb={first && <Breadcrumb steps={first.breadcrumb} />}
      context={first && `${plural(first.totalChildren, 'line')} · sales to ${formatDay(first.cutoff)}`}
      actions={
        <>
          <ButtonLink
            icon={FlaskConical}
            to={scenarioSearch({ locationId: filter.locationId ?? null, category: filter.category ?? null })}
          >
            Try a change
          </ButtonLink>
          <Button icon={FileDown} onClick={exportCsv}>
            Export CSV
          </Button>
        </>
      }
    >
      {first ? (
        <div className="space-y-4 sm:space-y-6">
          <NodeChart explorer={first} />
          <ExplorerTable
            rows={rows}
            total={first.totalChildren}
            search={search}
            changeSearch={changeSearch}
            more={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
          />
        </div>
      ) : query.error ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : (
        <Loading>
          <SkeletonCard className="mb-6 h-[460px]" />
          <SkeletonRows />
        </Loading>
      )}
    </Page>
  );
}
