import type { ReorderFilter, TermsScenario } from '@ordernimbus/contracts';
import { Download, ListChecks, PackageOpen } from 'lucide-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { saveBlob } from '../../api/request.ts';
import { useCan, useCurrency } from '../../app/use-me.ts';
import { usePlaceNames } from '../../app/use-place-names.ts';
import { ButtonLink, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { toCsv } from '../../ui/format/delimited.ts';
import { formatNumber, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { EmptyState, Notice } from '../../ui/states.tsx';
import type { Column, Sort } from '../../ui/table/column.ts';
import { useTableView } from '../../ui/table/column-menu.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { keepSort } from '../../ui/table/keep-sort.ts';
import { useSearch } from '../../ui/use-search.ts';
import { keyOfLine } from '../reorder/row-key.ts';
import { termsColumns } from './terms-columns.tsx';
import { reorderAddress } from './terms-form.ts';
import { termsSentence } from './terms-sentence.ts';
import { TermsTiles } from './terms-tiles.tsx';

type Lines = TermsScenario['lines'];

function saveLines(columns: readonly Column<Lines[number]>[], lines: Lines): void {
  const head = columns.map(({ header, unit }) => (unit ? `${header} (${unit})` : header));
  const rows = lines.map((line) => columns.map(({ text }) => text(line)));
  saveBlob(new Blob([toCsv([head, ...rows])], { type: 'text/csv' }), 'ordering-terms.csv');
}

function Notes({ answer }: { readonly answer: TermsScenario }) {
  return (
    <div className="space-y-3 empty:hidden">
      {answer.notes.map(({ code, lines, detail }) => (
        <Notice key={code} tone="amber">
          {formatNumber(lines)} of {plural(answer.linesTotal, 'line')}: {detail}
        </Notice>
      ))}
    </div>
  );
}

/** The two plans beside each other: totals as tiles, then the lines, those that change most first. */
export function TermsResult({
  answer,
  scope,
  sort,
  isOld,
}: {
  readonly answer: TermsScenario;
  readonly scope: ReorderFilter;
  readonly sort: Sort | undefined;
  /** another question was asked meanwhile */
  readonly isOld: boolean;
}) {
  const { lines, linesTotal } = answer;
  const currency = useCurrency();
  const canPlan = useCan('plan');
  const navigate = useNavigate();
  const [, changeSearch] = useSearch();
  const severalPlaces = usePlaceNames().size > 0;
  const hasNotes = lines.some(({ note }) => note !== null);
  const columns = useMemo(
    () => termsColumns(currency, { severalPlaces, hasNotes }),
    [currency, severalPlaces, hasNotes],
  );
  const view = useTableView('terms', columns);
  if (linesTotal === 0) {
    return (
      <Card>
        <EmptyState icon={PackageOpen} title="No line of the reorder list here">
          Choose another location, category or supplier, or another name.
        </EmptyState>
      </Card>
    );
  }
  const sentence = termsSentence(answer, currency);
  const which =
    lines.length < linesTotal
      ? `The first ${formatNumber(lines.length)} of ${plural(linesTotal, 'line')}${sort ? ' in this order' : ', those that change most'}; the totals are of all.`
      : `${plural(linesTotal, 'line')}${sort ? '' : ', those that change most first'}.`;
  return (
    <div className={cx('space-y-4 sm:space-y-6', isOld && 'opacity-60')}>
      <TermsTiles answer={answer} />
      <Notes answer={answer} />
      <p role="status" className="sr-only">
        {isOld ? '' : sentence}
      </p>
      <Card
        flush
        title={sentence}
        context={which}
        actions={
          <>
            <ButtonLink to={reorderAddress(scope)} icon={ListChecks}>
              {canPlan ? 'Change these lines in the reorder list' : 'Open these lines in the reorder list'}
            </ButtonLink>
            {view.menu}
            <IconButton
              label="Save the figures (CSV)"
              icon={Download}
              onClick={() => saveLines(columns, lines)}
            />
          </>
        }
      >
        <DataTable
          label="Lines of the scenario"
          columns={view.columns}
          density={view.density}
          count={lines.length}
          row={(index) => lines[index]}
          keyOf={keyOfLine}
          nameOf={(line) => `${line.itemName}, ${line.locationName}`}
          sort={sort}
          onSort={keepSort(changeSearch)}
          onOpen={({ itemId, locationId }) => navigate(`/items/${itemId}/${locationId}`)}
          height="min(640px, 70dvh)"
        />
      </Card>
    </div>
  );
}
