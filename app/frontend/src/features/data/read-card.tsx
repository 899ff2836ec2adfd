import {
  type ColumnMeaning,
  type DateOrder,
  type ImportInspection,
  type ImportMapping,
  type Layout,
  periodsOf,
  type RowPeriod,
} from '@ordernimbus/contracts';
import { History } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import { Field, Input, Select } from '../../ui/field.tsx';
import { formatPercent, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Notice } from '../../ui/states.tsx';
import { layoutHelp, layouts, meanings, rowPeriods, stripes } from './meanings.ts';
import { Questions } from './questions.tsx';
import { SheetField } from './sheet-field.tsx';

const separators: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

interface ReadCardProps {
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
  readonly onMeaning: (index: number, meaning: ColumnMeaning) => void;
  readonly onSheet: (sheet: string) => void;
  /** why the last sheet that was chosen is not read */
  readonly sheetError: string | undefined;
  readonly disabled: boolean;
}

function SampleTable({
  inspection,
  mapping,
  onMeaning,
  disabled,
}: Omit<ReadCardProps, 'onChange' | 'onSheet' | 'sheetError'>) {
  const chosen = new Map(mapping.columns.map(({ index, meaning }) => [index, meaning]));
  return (
    <ScrollRegion label="First rows of the file" className="max-h-[430px] overflow-auto border-t border-line">
      <table className="min-w-full text-sm">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            {inspection.columns.map((column) => {
              const meaning = chosen.get(column.index) ?? 'ignore';
              return (
                <th
                  key={column.index}
                  scope="col"
                  className="min-w-40 border-b border-line p-0 text-left align-top font-normal"
                >
                  <div className={cx('h-1', stripes[meanings[meaning].kind])} />
                  <div className="px-3 pt-2 pb-3">
                    <p className="truncate font-semibold" title={column.header}>
                      {column.header || `Column ${column.index + 1}`}
                    </p>
                    <p className="mb-1.5 text-xs text-ink-3">
                      {column.emptyShare > 0.005
                        ? `${formatPercent(column.emptyShare)} empty`
                        : 'always filled'}
                      {meaning === column.meaning &&
                        meaning !== 'ignore' &&
                        column.confidence < 0.7 &&
                        ' · not sure'}
                    </p>
                    <Field label={`Meaning of ${column.header}`} hideLabel>
                      {(ids) => (
                        <Select
                          {...ids}
                          className="[&_select]:!h-8 [&_select]:!text-sm [&_svg]:!top-2"
                          disabled={disabled}
                          value={meaning}
                          onChange={(event) => onMeaning(column.index, event.target.value as ColumnMeaning)}
                        >
                          {(Object.keys(meanings) as ColumnMeaning[]).map((name) => (
                            <option key={name} value={name}>
                              {meanings[name].name}
                            </option>
                          ))}
                        </Select>
                      )}
                    </Field>
                  </div>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {inspection.sampleRows.map((row, index) => (
            <tr key={index} className="border-b border-line last:border-b-0">
              {inspection.columns.map((column) => (
                <td
                  key={column.index}
                  className={cx(
                    'max-w-56 truncate px-3 py-1.5',
                    (chosen.get(column.index) ?? 'ignore') === 'ignore' && 'text-ink-3',
                  )}
                >
                  {row[column.index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What a row covers, where its dates may be a week or a month apart and that is not being asked. */
function shownPeriod(
  { columns, questions }: ImportInspection,
  mapping: ImportMapping,
): RowPeriod | undefined {
  const mayBeLonger = columns
    .map((column) => periodsOf(column, mapping.dateOrder))
    .some(({ weekly, monthly }) => (weekly?.weeks ?? 0) > 1 || (monthly?.months ?? 0) > 1);
  if (mapping.layout !== 'long' || questions.some(({ id }) => id === 'rowPeriod')) return undefined;
  return mapping.rowPeriod ?? (mayBeLonger ? 'day' : undefined);
}

export function ReadCard(props: ReadCardProps) {
  const { inspection, mapping, onChange, disabled } = props;
  const period = shownPeriod(inspection, mapping);
  const hasLocation = mapping.columns.some(({ meaning }) => meaning === 'location');
  const { workbook } = inspection;
  const facts = [
    `about ${plural(inspection.rowsEstimated, 'row')}`,
    inspection.wide && `one column for each ${inspection.wide.unit}`,
    ...(workbook
      ? [`Excel workbook, sheet "${workbook.sheet}"`]
      : inspection.isParquet
        ? ['Parquet']
        : [
            inspection.encoding,
            `separated by ${separators[inspection.separator] ?? inspection.separator}`,
            inspection.compressed && 'packed',
          ]),
    inspection.headerRow > 1 && `header in row ${inspection.headerRow}`,
  ].filter(Boolean);
  return (
    <Card title="What we read" context={facts.join(' · ')} flush>
      <div className="space-y-4 px-4 pb-4 sm:px-5">
        {inspection.remembered && (
          <Notice tone="neutral" icon={History}>
            You imported a file with these columns before; the same meanings are used.
          </Notice>
        )}
        <div className="grid gap-3 sm:grid-cols-3">
          {workbook && workbook.sheets.length > 0 && (
            <SheetField
              workbook={workbook}
              disabled={disabled}
              error={props.sheetError}
              onSheet={props.onSheet}
            />
          )}
          <Field label="Layout" hint={layoutHelp(mapping)}>
            {(ids) => (
              <Select
                {...ids}
                disabled={disabled}
                value={mapping.layout}
                onChange={(event) => onChange({ ...mapping, layout: event.target.value as Layout })}
              >
                {(Object.keys(layouts) as Layout[]).map((layout) => (
                  <option key={layout} value={layout}>
                    {layouts[layout].name}
                    {layout === inspection.layout ? ' (recognised)' : ''}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Order of dates" hint="Decided from all values unless you choose.">
            {(ids) => (
              <Select
                {...ids}
                disabled={disabled}
                value={mapping.dateOrder ?? ''}
                onChange={(event) => {
                  const { dateOrder: _, ...rest } = mapping;
                  onChange(
                    event.target.value ? { ...rest, dateOrder: event.target.value as DateOrder } : rest,
                  );
                }}
              >
                <option value="">As found</option>
                <option value="ymd">Year, month, day</option>
                <option value="dmy">Day first</option>
                <option value="mdy">Month first</option>
              </Select>
            )}
          </Field>
          {period && (
            <Field label="A row is about" hint={rowPeriods[period].help}>
              {(ids) => (
                <Select
                  {...ids}
                  disabled={disabled}
                  value={period}
                  onChange={(event) => onChange({ ...mapping, rowPeriod: event.target.value as RowPeriod })}
                >
                  {(Object.keys(rowPeriods) as RowPeriod[]).map((period) => (
                    <option key={period} value={period}>
                      {rowPeriods[period].name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          {!hasLocation && (
            <Field label="Location of these rows" hint="No column says where. Leave empty for the main one.">
              {(ids) => (
                <Input
                  {...ids}
                  disabled={disabled}
                  defaultValue={mapping.defaultLocation ?? ''}
                  placeholder="Main"
                  onBlur={(event) => {
                    const name = event.target.value.trim();
                    if (name === (mapping.defaultLocation ?? '')) return;
                    const { defaultLocation: _, ...rest } = mapping;
                    onChange(name ? { ...rest, defaultLocation: name } : rest);
                  }}
                />
              )}
            </Field>
          )}
        </div>
        <Questions inspection={inspection} mapping={mapping} onChange={onChange} />
        {inspection.notes.length > 0 && (
          <ul className="list-disc space-y-1 pl-5 text-sm text-ink-2">
            {inspection.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
      <SampleTable {...props} />
    </Card>
  );
}
