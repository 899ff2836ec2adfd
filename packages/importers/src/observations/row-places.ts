import type { ColumnRoles, ObservationRole } from './column-roles.ts';
import type { ObservationPlace } from './errors.ts';
import { findLineOfRecord } from './find-line.ts';
import type { Source } from './table-source.ts';
import type { Cell } from './unpivot.ts';

/** Where the rows of a loaded table stand in its file, for error messages. */
export interface RowPlaces {
  /** The place of a row; `row` from 0, `column` a role or the index of a header. */
  placeOf(row: number, column?: ObservationRole | number): Promise<ObservationPlace>;
  /** Where the date of a row is written: in a cell of its own, or in a heading. */
  placeOfDate(row: number): Promise<ObservationPlace>;
}

export interface FilePlaces {
  readonly file: string;
  /** The file, and the sheet of a workbook. */
  readonly place: ObservationPlace;
  readonly header: ObservationPlace;
  readonly source: Source;
  readonly headers: readonly string[];
  readonly roles: ColumnRoles;
}

/** Of a table in which each row is a record of the file. */
export function rowPlaces(places: FilePlaces): RowPlaces {
  const placeOf: RowPlaces['placeOf'] = async (row, named) => ({
    ...(await placeOfRecord(places, row)),
    ...columnOf(places, typeof named === 'string' ? places.roles.index[named] : named),
  });
  return { placeOf, placeOfDate: (row) => placeOf(row, 'date') };
}

/** Of a table in which each row is a cell of the file, whose heading is its date. */
export function cellPlaces(places: FilePlaces, cellOf: (row: number) => Promise<Cell>): RowPlaces {
  return {
    async placeOf(row, named) {
      const cell = await cellOf(row);
      const isCell = named === 'date' || named === 'quantity';
      const own = typeof named === 'string' ? places.roles.index[named] : named;
      return {
        ...(await placeOfRecord(places, cell.record)),
        ...columnOf(places, isCell ? cell.column : own),
      };
    },
    async placeOfDate(row) {
      return { ...places.header, ...columnOf(places, (await cellOf(row)).column) };
    },
  };
}

/** @param record from 0 */
async function placeOfRecord({ file, place, source }: FilePlaces, record: number): Promise<ObservationPlace> {
  const { text, sheet } = source;
  if (text) return { file, line: await findLineOfRecord(file, text.delimiter, record) };
  return { ...place, row: sheet ? sheet.rowOf(record) : record + 1 };
}

const columnOf = ({ headers }: FilePlaces, at: number | undefined): Pick<ObservationPlace, 'column'> =>
  at === undefined ? {} : { column: headers[at] ?? '' };
