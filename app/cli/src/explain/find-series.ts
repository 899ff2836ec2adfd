import type { Observations } from '@ordernimbus/importers/observations';
import { CliError } from '../cli-error.ts';
import { nearNames } from './near-names.ts';

/** A series of the input by its names; `location` is empty in a file without locations. */
export interface SeriesName {
  readonly item: string;
  readonly location: string;
}

/** Locations that a refusal lists. */
const mostNamed = 5;

function locationsOf({ items, locations }: Observations, item: string): string[] {
  return items.flatMap((name, index) => (name === item ? [locations[index] ?? ''] : []));
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

const suggestion = (near: readonly string[]): string => (near.length > 0 ? `; near it: ${quoted(near)}` : '');

/**
 * The series that `wanted` names: `ITEM`, or `ITEM|LOCATION` where the item is at several locations.
 * @throws CliError when there is none or more than one
 */
export function findSeries(
  observations: Pick<Observations, 'items' | 'locations'>,
  wanted: string,
): SeriesName {
  const all = observations as Observations;
  const bar = wanted.lastIndexOf('|');
  const whole = locationsOf(all, wanted);
  // An item's own name may hold the bar.
  const isWhole = whole.length > 0 || bar < 0;
  const item = isWhole ? wanted : wanted.slice(0, bar);
  const found = isWhole ? whole : locationsOf(all, item);
  if (found.length === 0) {
    throw new CliError(
      `--explain: the input has no item "${item}"${suggestion(nearNames(item, all.items))}.`,
    );
  }
  if (!isWhole) {
    const location = wanted.slice(bar + 1);
    if (found.includes(location)) return { item, location };
    throw new CliError(
      `--explain: item "${item}" is not at location "${location}"${suggestion(nearNames(location, found))}.`,
    );
  }
  if (found.length === 1) return { item, location: found[0] ?? '' };
  const more = found.length > mostNamed ? ', ...' : '';
  throw new CliError(
    `--explain: item "${item}" is at ${found.length} locations; write "${item}|LOCATION" with one of ` +
      `${quoted(found.slice(0, mostNamed))}${more}.`,
  );
}
