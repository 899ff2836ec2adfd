import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CalendarInputRow } from '@ordernimbus/data';
import type { ObjectStore } from '../../context.ts';

/**
 * What a shop knew of its days when a run was frozen, by codes and names, so that equal calendars are equal in every
 * shop. Days are counted from 1970-01-01.
 */
export interface FrozenCalendar {
  readonly entries: readonly CalendarInputRow[];
  /** By place ("DE", "DE-BY"): day and name of each holiday, ascending, one a day. */
  readonly holidays: Readonly<Record<string, readonly (readonly [number, string])[]>>;
  /** Place of each location that has holidays, by the location's code. */
  readonly places: Readonly<Record<string, string>>;
}

export const calendarKey = (tenantId: string, runId: string): string =>
  `tenants/${tenantId}/runs/${runId}/input/calendar.json`;

export const isEmptyCalendar = ({ entries, places }: FrozenCalendar): boolean =>
  entries.length === 0 && Object.keys(places).length === 0;

/** Prices are known ahead: then what was asked in the past is frozen with each series. */
export const hasPrices = (calendar: FrozenCalendar | undefined): boolean =>
  calendar?.entries.some(({ kind }) => kind === 'price') ?? false;

/** Digest of a calendar's text: rows are in an order that follows from what they say, and name no numbers of a database. */
export const digestCalendar = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The calendar that a run was frozen with; undefined where it had none. `text` is what its digest is of. */
export async function readFrozenCalendar(
  objects: ObjectStore,
  run: { readonly tenantId: string; readonly runId: string; readonly options: { calendarDigest?: string } },
): Promise<{ readonly calendar: FrozenCalendar; readonly text: string } | undefined> {
  if (run.options.calendarDigest === undefined) return undefined;
  const text = await readFile(await objects.localPath(calendarKey(run.tenantId, run.runId)), 'utf8');
  return { calendar: JSON.parse(text) as FrozenCalendar, text };
}
