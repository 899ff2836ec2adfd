import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { hashText } from '@ordernimbus/engine';
import { splitCsvLine } from '../sets/shared-data.ts';
import { createLineWriter } from '../sets/write-lines.ts';

/** One series in so many is played as a launch at a time; after as many rounds each was one. */
export const FOLDS = 4;

/** Known values that a played launch has, by the frequency of its set. */
export const AGES: Readonly<Record<'H' | 'D' | 'W' | 'M', readonly number[]>> = {
  H: [6, 24, 48, 72, 96],
  D: [1, 3, 7, 14, 28],
  W: [1, 2, 4, 8, 13],
  M: [1, 2, 4, 8, 13],
};

const STEP_DAYS = { H: 1 / 24, D: 1, W: 7, M: 365.25 / 12 } as const;
const MS_OF_DAY = 86_400_000;

/** The round in which a series is a launch, and how many values are known of it then: alike in every run. */
export function launchOf(key: string, ages: readonly number[]): { fold: number; age: number } {
  return { fold: hashText(key, 1) % FOLDS, age: ages[hashText(key, 2) % ages.length] as number };
}

const timeOf = (date: string): number =>
  Date.parse(`${date.replace(' ', 'T')}${date.length > 10 ? '' : 'T00:00:00'}Z`);

/** Copies a set's long file without the rows before the last `age` steps up to the cut-off of the launches of a round. */
export async function hidePast(
  inputFile: string,
  outputFile: string,
  { frequency, cutoff }: { readonly frequency: 'H' | 'D' | 'W' | 'M'; readonly cutoff: string },
  ageOf: (item: string, location: string) => number | undefined,
): Promise<void> {
  const end = timeOf(cutoff);
  const step = STEP_DAYS[frequency] * MS_OF_DAY;
  const writer = createLineWriter(outputFile);
  let lines = 0;
  let places: readonly [number, number, number] | undefined;
  for await (const line of createInterface({ input: createReadStream(inputFile) })) {
    const cells = splitCsvLine(line);
    if (!places) {
      places = [cells.indexOf('item'), cells.indexOf('location'), cells.indexOf('date')];
    } else {
      const [item, location, date] = places.map((at) => cells[at] ?? '') as [string, string, string];
      const age = ageOf(item, location);
      // half a step of room: months differ in length
      if (age !== undefined && timeOf(date) <= end - (age - 0.5) * step) continue;
    }
    writer.line([line]);
    if (++lines % 1000 === 0) await writer.flush();
  }
  await writer.close();
}
