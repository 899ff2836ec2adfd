import type { History } from './build-history.ts';

/** One series of the input, ready for the engine. */
export interface PartSeries {
  readonly item: string;
  readonly location: string;
  /** Its number in the input. */
  readonly index: number;
  readonly history: History;
  /** Known columns of the plan, from the first value to the horizon. */
  readonly known: readonly Float32Array[];
}

/** Key that seeds a series' random numbers; independent of the file's other series. */
export const seriesKey = (item: string, location: string): string => `${item}|${location}`;
