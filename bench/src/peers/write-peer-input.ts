import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { forecastKey } from '../accuracy/read-forecasts.ts';
import { splitCsvLine } from '../sets/shared-data.ts';
import { createLineWriter } from '../sets/write-lines.ts';

export interface PeerInput {
  /** The long file that our command line reads: item, location, date, quantity and further columns. */
  readonly inputFile: string;
  /** Its known future: item, location, date and the columns known ahead; undefined when there is none. */
  readonly futureFile: string | undefined;
  /** Last date of the history; the dates of a file compare as text. */
  readonly cutoff: string;
  /** Files to write. */
  readonly peerInputFile: string;
  readonly peerFutureFile: string;
}

/**
 * Writes the same set in the layout that the peers read: `unique_id,ds,y` and the further columns up to the cut-off,
 * and `unique_id,ds` and the columns known ahead after it, from the known future or from later rows of the input.
 * A row without a quantity was not recorded, which is not the same as no sales, and no peer takes a gap: the quantity
 * of the series' row before stands for it.
 * @returns whether anything is known ahead
 */
export async function writePeerInput(files: PeerInput): Promise<boolean> {
  const input = createLineWriter(files.peerInputFile);
  const future = createLineWriter(files.peerFutureFile);
  const lastQuantity = new Map<string, string>();
  let known = 0;
  for await (const [row, isHeader] of rowsOf(files.inputFile)) {
    const [item = '', location = '', date = '', quantity = '', ...columns] = row;
    if (isHeader) {
      input.line(['unique_id', 'ds', 'y', 'item', 'location', ...columns]);
      if (!files.futureFile) future.line(['unique_id', 'ds', ...columns]);
    } else if (date <= files.cutoff) {
      const key = forecastKey(item, location);
      const recorded = quantity || (lastQuantity.get(key) ?? '');
      lastQuantity.set(key, recorded);
      input.line([key, date, recorded, item, location, ...columns]);
      await input.flush();
    } else if (!files.futureFile) {
      known++;
      future.line([forecastKey(item, location), date, ...columns]);
    }
  }
  if (files.futureFile) {
    for await (const [row, isHeader] of rowsOf(files.futureFile)) {
      const [item = '', location = '', date = '', ...columns] = row;
      if (!isHeader) known++;
      future.line([isHeader ? 'unique_id' : forecastKey(item, location), isHeader ? 'ds' : date, ...columns]);
    }
  }
  await input.close();
  await future.close();
  return known > 0;
}

async function* rowsOf(file: string): AsyncGenerator<readonly [row: string[], isHeader: boolean]> {
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    yield [splitCsvLine(line), isHeader];
    isHeader = false;
  }
}
