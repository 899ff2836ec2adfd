import { ServiceError } from '@ordernimbus/contracts';
import { unsupported } from './errors.ts';
import type { Workbook } from './open-workbook.ts';

export interface SheetSize {
  readonly name: string;
  readonly isHidden: boolean;
  /** rows that have a value */
  readonly rows: number;
}

/**
 * Sheets that have values, the one to be proposed first: hidden ones last, then by their rows. They are counted, because
 * what a sheet says of its size counts cells that are only coloured.
 */
export async function measureSheets(workbook: Workbook): Promise<SheetSize[]> {
  const sizes: SheetSize[] = [];
  for (const { name, isHidden } of workbook.sheets) {
    let rows = 0;
    for await (const some of workbook.readRows(name)) rows += some.length;
    if (rows > 0) sizes.push({ name, isHidden, rows });
  }
  if (sizes.length === 0) throw unsupported('No sheet of the workbook has a value.');
  return sizes.sort((a, b) => Number(a.isHidden) - Number(b.isHidden) || b.rows - a.rows);
}

/**
 * A sheet by the name that a person gave; capitals count only where they tell sheets apart.
 * @throws ServiceError that names the sheets there are
 */
export function findSheet({ sheets }: Workbook, wanted: string): string {
  const same = (name: string): string => name.trim().toLowerCase();
  const found =
    sheets.find(({ name }) => name === wanted) ?? sheets.find(({ name }) => same(name) === same(wanted));
  if (found) return found.name;
  const names = sheets.filter(({ isHidden }) => !isHidden).map(({ name }) => `"${name}"`);
  const some = names.length > 20 ? [...names.slice(0, 20), `${names.length - 20} more`] : names;
  throw new ServiceError(
    'invalid_input',
    `The workbook has no sheet "${wanted}"; it has ${some.join(', ')}.`,
  );
}
