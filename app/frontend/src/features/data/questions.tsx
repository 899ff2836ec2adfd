import {
  type ColumnMeaning,
  type ImportInspection,
  type ImportMapping,
  type ImportQuestion,
  rowPeriods,
} from '@ordernimbus/contracts';
import { CircleHelp } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import { meanings } from './meanings.ts';

/** "Which column holds the date?": the options are columns. */
const askedMeaning = ({ id }: ImportQuestion) =>
  (Object.keys(meanings) as ColumnMeaning[]).find((meaning) => id === `meaning:${meaning}`);

const dateOrders = ['ymd', 'dmy', 'mdy'] as const;

/** An answer as a change of the mapping. What an answer means follows from its value. */
export function answer(mapping: ImportMapping, question: ImportQuestion, value: string): ImportMapping {
  const order = dateOrders.find((known) => known === value);
  if (order) return { ...mapping, dateOrder: order };
  const rowPeriod = rowPeriods.find((known) => known === value);
  if (rowPeriod) return { ...mapping, rowPeriod };
  if (value === '.' || value === ',') return { ...mapping, decimal: value };
  const asked = askedMeaning(question);
  if (asked) {
    // a meaning stands on one column, and the column was something else until now
    const columns = mapping.columns
      .filter(({ meaning }) => meaning !== asked)
      .map((column) => (column.index === Number(value) ? { ...column, meaning: asked } : column));
    return { ...mapping, columns };
  }
  if (value in meanings && question.column !== undefined) {
    const column = { index: question.column, meaning: value as ColumnMeaning };
    return {
      ...mapping,
      columns: [...mapping.columns.filter(({ index }) => index !== column.index), column],
    };
  }
  return { ...mapping, defaultLocation: value };
}

function isChosen(mapping: ImportMapping, question: ImportQuestion, value: string): boolean {
  if (dateOrders.some((known) => known === value)) return mapping.dateOrder === value;
  if (rowPeriods.some((known) => known === value)) return mapping.rowPeriod === value;
  if (value === '.' || value === ',') return mapping.decimal === value;
  const asked = askedMeaning(question);
  if (asked)
    return mapping.columns.some(({ index, meaning }) => index === Number(value) && meaning === asked);
  if (value in meanings && question.column !== undefined)
    return mapping.columns.some(({ index, meaning }) => index === question.column && meaning === value);
  return mapping.defaultLocation === value;
}

/** What only the person can decide: both readings fit the values. */
export function Questions({
  inspection,
  mapping,
  onChange,
}: {
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
}) {
  return inspection.questions.map((question) => (
    <fieldset key={question.id} className="rounded-lg bg-amber-soft p-3">
      <legend className="sr-only">{question.text}</legend>
      <p aria-hidden className="flex gap-2 text-sm font-medium text-amber">
        <CircleHelp className="mt-0.5 size-4 shrink-0" />
        {question.text}
      </p>
      <div className="mt-2 flex flex-wrap gap-2 pl-6">
        {question.options.map((option) => {
          const chosen = isChosen(mapping, question, option.value);
          return (
            <button
              key={option.value}
              type="button"
              aria-pressed={chosen}
              onClick={() => onChange(answer(mapping, question, option.value))}
              className={cx(
                'min-h-8 rounded-lg border px-3 text-sm font-medium',
                chosen ? 'border-accent bg-accent text-accent-ink' : 'border-line bg-surface hover:bg-sunken',
              )}
            >
              {option.label}
            </button>
          );
        })}
      </div>
    </fieldset>
  ));
}
