import type { ReorderFilter, ReorderLine } from '@ordernimbus/contracts';
import { useState } from 'react';
import { useCurrency } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { plural } from '../../ui/format/numbers.ts';
import { countSelected, everything, nothing, type Selection } from '../../ui/table/selection.ts';
import { isFiltered } from './filter.ts';
import { parameters, parseParameter } from './parameters.ts';
import { keyOfLine, selectionOf } from './row-key.ts';
import { useUpdateParameters } from './use-update-parameters.ts';

/** At the foot while something is ticked: how many in words, and one change for all of them. */
export function BulkBar({
  selection,
  setSelection,
  total,
  filter,
  loaded,
}: {
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly total: number;
  readonly filter: ReorderFilter;
  readonly loaded: () => readonly ReorderLine[];
}) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState<string>('leadTimeDays');
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const currency = useCurrency();
  const update = useUpdateParameters();
  const count = countSelected(selection, total);
  const editable = parameters.filter(
    (parameter) => parameter.name !== 'onHand' && parameter.name !== 'onOrder',
  );
  const parameter = editable.find((known) => known.name === name) ?? editable[0];
  if (count === 0 || !parameter) return null;

  const apply = () => {
    const parsed = parseParameter(parameter, text, currency);
    if ('error' in parsed) {
      setError(parsed.error);
      return;
    }
    const known =
      selection.kind === 'rows' ? loaded().filter((line) => selection.keys.has(keyOfLine(line))) : [];
    update.mutate(
      { update: { selection: selectionOf(selection, filter), set: parsed.set }, known },
      {
        onSuccess: () => {
          setOpen(false);
          setText('');
          setSelection(nothing);
        },
      },
    );
  };
  const inWords =
    selection.kind === 'all' && selection.except.size === 0
      ? `All ${plural(count, 'line')}${isFiltered(filter) ? ' that fit the filter' : ''} selected`
      : `${plural(count, 'line')} selected`;
  return (
    <section
      aria-label="Selected lines"
      className="fade-in fixed bottom-[72px] left-1/2 z-40 flex w-max max-w-[calc(100vw-24px)] -translate-x-1/2 flex-wrap items-center gap-2 rounded-xl border border-line bg-raised py-2 pr-2 pl-4 shadow-2 sm:bottom-6"
    >
      <p aria-live="polite" className="mr-2 text-sm font-medium">
        {inWords}
      </p>
      {selection.kind === 'rows' && count < total && (
        <Button variant="ghost" onClick={() => setSelection(everything)}>
          Select all {plural(total, 'line')}
        </Button>
      )}
      <Button variant="primary" onClick={() => setOpen(true)}>
        Change
      </Button>
      <Button variant="ghost" onClick={() => setSelection(nothing)}>
        Clear
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Change ${plural(count, 'line')}`}
        description="An empty value puts the shop's standard back."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" busy={update.isPending} onClick={apply}>
              Change {plural(count, 'line')}
            </Button>
          </>
        }
      >
        <div className="grid grid-cols-2 gap-3">
          <Field label="What">
            {(ids) => (
              <Select {...ids} value={name} onChange={(event) => setName(event.target.value)}>
                {editable.map((known) => (
                  <option key={known.name} value={known.name}>
                    {known.label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            label={`New value${parameter.kind === 'money' ? ` (${currency})` : parameter.unit && ` (${parameter.unit})`}`}
            error={error}
          >
            {(ids) => <Input {...ids} value={text} onChange={(event) => setText(event.target.value)} />}
          </Field>
        </div>
      </Dialog>
    </section>
  );
}
