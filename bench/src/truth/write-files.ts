import { createLineWriter } from '../sets/write-lines.ts';
import type { MadeSeries } from './make-series.ts';
import type { ScenarioPlan } from './scenario.ts';

/** Names of the known columns; each series and step of a scenario has the same. */
export const knownColumns = (made: readonly MadeSeries[]): readonly string[] =>
  Object.keys(made[0]?.future[0]?.known ?? {});

/** Writes the history as a long CSV: keys, date, quantity, known columns, and what else the scenario tells. */
export async function writeHistory(
  file: string,
  { tellsStock }: ScenarioPlan,
  made: readonly MadeSeries[],
): Promise<void> {
  const columns = knownColumns(made);
  const hasCategories = made.some(({ category }) => category !== undefined);
  const writer = createLineWriter(file);
  writer.line([
    ...['item', 'location', 'date', 'quantity', ...columns],
    ...(tellsStock ? ['in_stock'] : []),
    ...(hasCategories ? ['category'] : []),
  ]);
  for (const { item, location, category, history } of made) {
    for (const { date, quantity, known, inStock } of history) {
      writer.line([
        ...[item, location, date, quantity, ...valuesOf(known, columns)],
        ...(tellsStock ? [inStock ? 1 : 0] : []),
        ...(hasCategories ? [category ?? ''] : []),
      ]);
    }
    await writer.flush();
  }
  await writer.close();
}

/** Writes the known columns of the steps to forecast: keys, date, known columns. */
export async function writeFuture(file: string, made: readonly MadeSeries[]): Promise<void> {
  const columns = knownColumns(made);
  const writer = createLineWriter(file);
  writer.line(['item', 'location', 'date', ...columns]);
  for (const { item, location, future } of made) {
    for (const { date, known } of future) writer.line([item, location, date, ...valuesOf(known, columns)]);
  }
  await writer.close();
}

const valuesOf = (known: Readonly<Record<string, number>>, columns: readonly string[]): number[] =>
  columns.map((column) => known[column] ?? Number.NaN);
