import type { ReactNode } from 'react';
import type { Cell } from '../format/delimited.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** stands in the header, so that the cells hold bare numbers */
  readonly unit?: string;
  readonly width: number;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => ReactNode;
  /** what copying gives */
  readonly text: (row: Row) => Cell;
  /** the server's name of this order; without it the column cannot be sorted by */
  readonly sortId?: string;
  readonly hiddenByDefault?: boolean;
  readonly help?: string;
  /** one of the few that a phone shows unasked */
  readonly onPhone?: boolean;
}

export interface Sort {
  readonly id: string;
  readonly direction: 'asc' | 'desc';
}
export const nextSort = (sort: Sort | undefined, id: string): Sort => ({
  id,
  direction: sort?.id === id && sort.direction === 'desc' ? 'asc' : 'desc',
});

/** `touch`: two lines of text and room for a finger */
export type Density = 'regular' | 'compact' | 'touch';
/** Pixels. */
export const rowHeights: Record<Density, number> = { regular: 36, compact: 28, touch: 56 };
