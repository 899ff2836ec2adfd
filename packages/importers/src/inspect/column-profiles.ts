import type { DuckDBConnection } from '@duckdb/node-api';
import { rawColumn } from '../raw/load-raw-table.ts';
import { type DateProfile, profileDates } from './profile-dates.ts';
import { type NumberProfile, profileNumbers } from './profile-numbers.ts';

/** How the values of columns are written, by the column's index; null: the column is empty. Plain JSON, to be kept. */
export interface ColumnProfiles {
  readonly dates: Readonly<Record<string, DateProfile | null>>;
  readonly numbers: Readonly<Record<string, NumberProfile | null>>;
}

/** Looks at columns of one raw table, each once. */
export interface ColumnProfiler {
  dates(index: number): Promise<DateProfile | undefined>;
  numbers(index: number): Promise<NumberProfile | undefined>;
  /** all that was seen so far */
  readonly seen: ColumnProfiles;
}

export function createColumnProfiler(
  connection: DuckDBConnection,
  rawTable: string,
  known?: ColumnProfiles,
): ColumnProfiler {
  const seen = { dates: { ...known?.dates }, numbers: { ...known?.numbers } };
  return {
    seen,
    async dates(index) {
      const found = seen.dates[index];
      if (found !== undefined) return found ?? undefined;
      const profile = await profileDates(connection, rawTable, rawColumn(index));
      seen.dates[index] = profile ?? null;
      return profile;
    },
    async numbers(index) {
      const found = seen.numbers[index];
      if (found !== undefined) return found ?? undefined;
      const profile = await profileNumbers(connection, rawTable, rawColumn(index));
      seen.numbers[index] = profile ?? null;
      return profile;
    },
  };
}
