import type { ImportInspection } from '@ordernimbus/contracts';
import { Field, Select } from '../../ui/field.tsx';
import { plural } from '../../ui/format/numbers.ts';

interface SheetFieldProps {
  readonly workbook: NonNullable<ImportInspection['workbook']>;
  readonly disabled: boolean;
  readonly error: string | undefined;
  readonly onSheet: (sheet: string) => void;
}

/** Which sheet of a workbook has the sales: the largest is a guess. */
export function SheetField({ workbook, disabled, error, onSheet }: SheetFieldProps) {
  return (
    <Field label="Sheet" hint="One sheet is one import. The largest is proposed." error={error}>
      {(ids) => (
        <Select
          {...ids}
          disabled={disabled}
          value={workbook.sheet}
          onChange={(event) => onSheet(event.target.value)}
        >
          {workbook.sheets.map(({ name, rows, hidden }) => (
            <option key={name} value={name}>
              {`${name} (${plural(rows, 'row')}${hidden ? ', hidden' : ''})`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
