import { Download, PackageOpen } from 'lucide-react';
import { Link } from 'react-router';
import { saveBlob } from '../../api/request.ts';
import { useCurrency } from '../../app/use-me.ts';
import { usePlaceNames } from '../../app/use-place-names.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { toCsv } from '../../ui/format/delimited.ts';
import { formatChange, formatMoney, formatNumber, formatUnits, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { EmptyState, Notice } from '../../ui/states.tsx';
import { ProgressBar } from '../data/progress-bar.tsx';
import { addUp, type Line, type Totals, totalSentence } from './scenario-totals.ts';
import type { ScenarioState } from './use-scenario.ts';

type Answered = Extract<ScenarioState, { readonly lines: readonly Line[] }>;

const columns = ['Item', 'As it stands', 'With the change', 'Change', 'Sales', 'Sales with it'] as const;
const cell = 'num px-2 py-1.5 text-right sm:px-3';

function Row({
  line,
  place,
  currency,
}: {
  readonly line: Line;
  /** where there are several */
  readonly place: string | undefined;
  readonly currency: string;
}) {
  const { series, scenario, error } = line;
  const { changed, money } = scenario ?? {};
  return (
    <tr className="border-t border-line">
      <th scope="row" className="max-w-64 px-4 py-1.5 text-left font-medium max-sm:max-w-32 sm:px-5">
        <Link to={`/items/${series.itemId}/${series.locationId}`} className="hover:underline">
          {series.name}
        </Link>
        {place && <span className="font-normal text-ink-3"> {place}</span>}
      </th>
      {changed ? (
        <>
          <td className={cell}>{formatUnits(changed.baselineUnits)}</td>
          <td className={cx(cell, 'font-medium')}>{formatUnits(changed.scenarioUnits)}</td>
          <td className={cell}>{formatChange(changed.scenarioUnits, changed.baselineUnits) ?? '–'}</td>
          <td className={cell}>{money ? formatMoney(Math.round(money.baselineMinor), currency) : '–'}</td>
          <td className={cx(cell, 'pr-4 sm:pr-5')}>
            {money ? formatMoney(Math.round(money.scenarioMinor), currency) : '–'}
          </td>
        </>
      ) : (
        <td colSpan={5} className="px-3 py-1.5 text-ink-2">
          {error}
        </td>
      )}
    </tr>
  );
}

function TotalRow({ totals, currency }: { readonly totals: Totals; readonly currency: string }) {
  const money = (minor: number) => (totals.priced > 0 ? formatMoney(Math.round(minor), currency) : '–');
  return (
    <tr>
      <th scope="row" className="px-4 py-2 text-left sm:px-5">
        Total
      </th>
      <td className={cell}>{formatUnits(totals.baselineUnits)}</td>
      <td className={cell}>{formatUnits(totals.scenarioUnits)}</td>
      <td className={cell}>{formatChange(totals.scenarioUnits, totals.baselineUnits) ?? '–'}</td>
      <td className={cell}>{money(totals.baselineMinor)}</td>
      <td className={cx(cell, 'pr-4 sm:pr-5')}>{money(totals.scenarioMinor)}</td>
    </tr>
  );
}

function saveLines(lines: readonly Line[]): void {
  const head = [
    'item',
    'item_id',
    'location_id',
    'from',
    'to',
    'units',
    'units_with_change',
    'sales_minor',
    'sales_minor_with_change',
  ];
  const rows = lines.map(({ series, scenario }) => [
    series.name,
    series.itemId,
    series.locationId,
    scenario?.changed.fromDay ?? null,
    scenario?.changed.toDay ?? null,
    scenario?.changed.baselineUnits ?? null,
    scenario?.changed.scenarioUnits ?? null,
    scenario?.money ? Math.round(scenario.money.baselineMinor) : null,
    scenario?.money ? Math.round(scenario.money.scenarioMinor) : null,
  ]);
  saveBlob(new Blob([toCsv([head, ...rows])], { type: 'text/csv' }), 'scenario.csv');
}

/** The plan with the change beside the plan as it stands: in one sentence, then item by item as they come in. */
export function ScenarioResult({ state }: { readonly state: Answered }) {
  const { lines, total } = state;
  const currency = useCurrency();
  const places = usePlaceNames();
  if (state.step === 'done' && total === 0) {
    return (
      <Card>
        <EmptyState icon={PackageOpen} title="No item with a forecast here">
          Choose another location or category.
        </EmptyState>
      </Card>
    );
  }
  const totals = addUp(lines);
  const days = lines.find(({ scenario }) => scenario)?.scenario?.changed;
  const runs = new Set(lines.flatMap(({ scenario }) => (scenario ? [scenario.runId] : [])));
  const sentence = days && totalSentence(totals, days, currency);
  return (
    <Card
      flush
      title={state.step === 'done' && sentence ? sentence : `${lines.length} of ${plural(total, 'item')}`}
      context={
        state.step === 'stopped'
          ? `Stopped. So far: ${sentence ?? 'nothing.'}`
          : 'Expected units and sales of the changed days. Ranges stand on the page of each item.'
      }
      actions={
        <IconButton
          label="Save the figures (CSV)"
          icon={Download}
          disabled={lines.length === 0}
          onClick={() => saveLines(lines)}
        />
      }
    >
      <div className="space-y-3 px-4 pb-3 empty:hidden sm:px-5">
        {state.step === 'forecasting' && (
          <ProgressBar share={total > 0 ? lines.length / total : null} label="Scenario" />
        )}
        {runs.size > 1 && (
          <Notice tone="amber">A new forecast came in meanwhile. Forecast the change again.</Notice>
        )}
        {totals.failed > 0 && (
          <Notice tone="red">
            {plural(totals.failed, 'item')} could not be forecast and{' '}
            {totals.failed === 1 ? 'counts' : 'count'} in no total.
          </Notice>
        )}
        {totals.notes.map(({ detail, items }) => (
          <Notice key={detail} tone="amber">
            {formatNumber(items)} of {plural(lines.length, 'item')}: {detail}
          </Notice>
        ))}
      </div>
      <p role="status" className="sr-only">
        {state.step === 'done' ? sentence : ''}
      </p>
      {lines.length > 0 && (
        <ScrollRegion label="Items of the scenario" className="max-h-[560px] overflow-auto rounded-b-xl">
          <table className="w-full min-w-[560px] text-sm">
            <thead className="sticky top-0 bg-sunken text-ink-2">
              <tr>
                {columns.map((name, index) => (
                  <th
                    key={name}
                    scope="col"
                    className={cx(
                      'py-2 font-medium whitespace-nowrap',
                      index === 0 ? 'px-4 text-left sm:px-5' : 'px-2 text-right sm:px-3',
                      index === columns.length - 1 && 'pr-4 sm:pr-5',
                    )}
                  >
                    {name}
                    {index > 0 && index < 3 && (
                      <span className="font-normal text-ink-3 max-sm:hidden"> units</span>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <Row
                  key={`${line.series.itemId}-${line.series.locationId}`}
                  line={line}
                  place={places.get(line.series.locationId)}
                  currency={currency}
                />
              ))}
            </tbody>
            <tfoot className="sticky bottom-0 bg-surface font-semibold shadow-[0_-1px_0_var(--line-strong)]">
              <TotalRow totals={totals} currency={currency} />
            </tfoot>
          </table>
        </ScrollRegion>
      )}
    </Card>
  );
}
