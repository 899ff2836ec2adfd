import type { AccuracyReport } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { Target } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { isCode } from '../../api/api-error.ts';
import { accuracyQuery } from '../../api/queries.ts';

import { usePalette } from '../../ui/charts/palette.ts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatNumber, formatPercent, plural } from '../../ui/format/numbers.ts';
import { NeedsSales } from '../../ui/needs-sales.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { QueryView, SkeletonCard } from '../../ui/states.tsx';
import { nodeSearch } from '../explorer/filter.ts';
import { modelWords } from '../item/model-words.ts';
import { calibrationOption, horizonOption } from './accuracy-options.ts';
import { ChartCard } from './chart-card.tsx';
import { calibrationFinding, finding, horizonFinding } from './findings.ts';
import { MeasureTable } from './measure-table.tsx';
import { edgesInPart, rangeShare } from './range-share.ts';

const levelHelp =
  'WAPE: absolute errors of every item on every day, over what was sold; larger than the error of a total, in which misses cancel out';

function Categories({ report }: { readonly report: AccuracyReport }) {
  const { help } = rangeShare(report.overall, 80);
  const columns: readonly (readonly [name: string, help?: string])[] = [
    ['Category'],
    ['Series'],
    ['Error by item and day', levelHelp],
    ['Last week repeated'],
    ['Bias'],
    ['Pinball loss'],
    [`In ${formatPercent(0.8)} range`, help],
    ['Edges in full', help],
  ];
  return (
    <Card
      title="By category"
      context="Errors of single items and days. Forecast shows those of each category’s total, in which the misses of items cancel out."
      flush
      className="xl:col-span-2"
    >
      <ScrollRegion label="Accuracy by category" className="max-h-[420px] overflow-auto">
        <table className="w-full min-w-[720px] text-sm">
          <thead className="sticky top-0 bg-sunken text-ink-2">
            <tr>
              {columns.map(([name, title], index) => (
                <th
                  key={name}
                  scope="col"
                  title={title}
                  className={`px-4 py-2 font-medium whitespace-nowrap ${index === 0 ? 'text-left' : 'text-right'}`}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.byCategory.map(({ category, name, series, metrics }) => {
              const { inside, inFull = inside } = rangeShare(metrics, 80);
              return (
                <tr key={category} className="border-t border-line">
                  <th scope="row" className="px-4 py-2 text-left font-medium">
                    <Link to={nodeSearch({ locationId: null, category })} className="hover:underline">
                      {name}
                    </Link>
                  </th>
                  <td className="px-4 py-2 text-right">{formatNumber(series)}</td>
                  <td className="px-4 py-2 text-right font-medium">{formatPercent(metrics.wape)}</td>
                  <td className="px-4 py-2 text-right text-ink-2">{formatPercent(metrics.naiveWape)}</td>
                  <td className="px-4 py-2 text-right">{formatPercent(metrics.bias)}</td>
                  <td className="px-4 py-2 text-right">{formatNumber(metrics.scaledPinball, 3)}</td>
                  <td className="px-4 py-2 text-right">{formatPercent(inside)}</td>
                  <td className="px-4 py-2 text-right text-ink-2">{formatPercent(inFull)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  );
}

function Models({ report }: { readonly report: AccuracyReport }) {
  return (
    <Card title="Models at work" context="In how many series each kind has a share of the forecast." flush>
      <table className="w-full border-t border-line text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Kind of model</th>
            <th scope="col">Series</th>
          </tr>
        </thead>
        <tbody>
          {report.byModel.map(({ model, series }) => {
            const words = modelWords(model);
            return (
              <tr key={model} className="border-b border-line last:border-b-0">
                <th scope="row" className="px-4 py-2 text-left font-normal sm:px-5" title={words.help}>
                  {words.name} <code className="text-xs text-ink-3">{model}</code>
                </th>
                <td className="num px-4 py-2 text-right font-medium whitespace-nowrap sm:px-5">
                  {plural(series, 'series', 'series')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}

function Items({
  title,
  context,
  items,
}: {
  title: string;
  context: string;
  items: AccuracyReport['worst'];
}) {
  return (
    <Card title={title} context={context} flush>
      {items.length === 0 ? (
        <p className="px-5 pb-5 text-ink-2">No item has enough history to be tested.</p>
      ) : (
        <ul className="border-t border-line">
          {items.map((item) => (
            <li key={`${item.itemId}-${item.locationId}`} className="border-b border-line last:border-b-0">
              <Link
                to={`/items/${item.itemId}/${item.locationId}`}
                className="flex items-center gap-3 px-4 py-2.5 text-sm hover:bg-sunken sm:px-5"
              >
                <span className="min-w-0 flex-1 truncate">
                  <span className="font-medium">{item.name}</span>{' '}
                  <span className="text-ink-3">{item.locationName}</span>
                </span>
                <span className="num font-semibold">{formatPercent(item.metrics.wape)}</span>
                <span className="num w-28 text-right text-ink-2">
                  naive {formatPercent(item.metrics.naiveWape)}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Report({ report }: { readonly report: AccuracyReport }) {
  const palette = usePalette();
  const horizon = useMemo(() => horizonOption(report, palette), [report, palette]);
  const calibration = useMemo(() => calibrationOption(report, palette), [report, palette]);
  const byHorizon = horizonFinding(report);
  const byCalibration = calibrationFinding(report);
  const judgedInPart = report.calibration.some(({ plain }) => plain !== undefined);
  return (
    <div className="grid items-start gap-4 sm:gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <ChartCard
        title={byHorizon}
        context="Error of single items and days (WAPE) by days ahead. Solid blue: this forecast. Grey: the last week repeated."
        option={horizon}
        head={['Days ahead', 'This forecast', 'Last week repeated']}
        rows={report.byHorizon.map(({ day, wape, naiveWape }) => [
          String(day),
          formatPercent(wape, 1),
          formatPercent(naiveWape, 1),
        ])}
      />
      <ChartCard
        title={byCalibration}
        context={`Share of days inside each range: promised across, found upwards. The diagonal is perfect.${judgedInPart ? ` ${edgesInPart}` : ''}`}
        option={calibration}
        head={['Range', 'Days inside', 'Edges in full']}
        rows={report.calibration.map(({ nominal, actual, plain = actual }) => [
          formatPercent(nominal),
          formatPercent(actual, 1),
          formatPercent(plain, 1),
        ])}
      />
      <Card title="Overall" context="Errors of single items and days, over the whole shop." flush>
        <MeasureTable metrics={report.overall} />
      </Card>
      <Models report={report} />
      <Categories report={report} />
      <Items
        title="Hardest to forecast"
        context="Largest share of sales missed, among items that sell enough."
        items={report.worst}
      />
      {/* with a single item there is nothing on the other end */}
      {(report.best.length > 0 || report.worst.length === 0) && (
        <Items title="Forecast best" context="Smallest share of sales missed." items={report.best} />
      )}
    </div>
  );
}

const skeleton = (
  <div className="grid gap-6 xl:grid-cols-[3fr_2fr]">
    <SkeletonCard className="h-[370px]" />
    <SkeletonCard className="h-[370px]" />
    <SkeletonCard className="h-64" />
    <SkeletonCard className="h-64" />
  </div>
);

export function AccuracyPage() {
  const query = useQuery(accuracyQuery);
  const report = query.data;
  return (
    <Page
      title={report ? finding(report) : 'Accuracy'}
      documentTitle="Accuracy"
      context={
        report &&
        `Back-test over ${plural(report.windows, 'past window')} up to ${formatDay(report.cutoff)}: forecasts made with what was known then, held against what happened.`
      }
    >
      {!report && isCode(query.error, 'not_found') ? (
        <Card>
          <NeedsSales icon={Target} title="Nothing to measure yet">
            {query.error?.message}
          </NeedsSales>
        </Card>
      ) : (
        <QueryView query={query} skeleton={skeleton}>
          {(data) => <Report report={data} />}
        </QueryView>
      )}
    </Page>
  );
}
