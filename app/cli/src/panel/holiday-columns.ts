import type { Observations } from '@ordernimbus/importers/observations';
import { CliError } from '../cli-error.ts';
import type { HolidayPlace } from '../settings.ts';

/** A column that every series has alike, since it follows from the date. */
export interface CalendarColumn {
  readonly name: string;
  readonly kind: 'category';
  /** 0 = nothing on that step; each name has a code of its own. */
  codeOf(step: number): number;
}

/**
 * Before anything is read, since a large file takes its time.
 * @throws CliError where the holidays of the place are not known
 */
export async function checkPlace({ country, region }: HolidayPlace): Promise<void> {
  const { knowsPlace } = await loadRules();
  if (!knowsPlace(country, null)) throw new CliError(`--holidays: the holidays of ${country} are not known.`);
  if (!knowsPlace(country, region)) {
    throw new CliError(`--holidays: ${country} has no region ${region} whose holidays are known.`);
  }
}

/** 30 MB of rules: read for the flag alone. */
const loadRules = () => import('@ordernimbus/importers/holidays');

/**
 * The holidays of a place as a column over the history and `horizon` steps more; none where no place is given.
 * @throws CliError where a step is longer than a day
 */
export async function holidayColumns(
  { calendar, firstStep, lastStep }: Pick<Observations, 'calendar' | 'firstStep' | 'lastStep'>,
  holidayPlace: HolidayPlace | undefined,
  horizon: number,
): Promise<CalendarColumn[]> {
  if (!holidayPlace) return [];
  const { country, region } = holidayPlace;
  const place = region === null ? country : `${country}-${region}`;
  if (calendar.frequency !== 'D' && calendar.frequency !== 'H') {
    throw new CliError(
      `--holidays is for sales by day or hour; of these, by ${calendar.frequency}, a step holds many days.`,
    );
  }
  const { holidaysBetween } = await loadRules();
  const dayOf = (step: number): string => calendar.nameOf(step).slice(0, 10);
  const codes = new Map<string, number>();
  const byDay = new Map<string, number>();
  for (const { day, name } of holidaysBetween(country, region, dayOf(firstStep), dayOf(lastStep + horizon))) {
    if (!codes.has(name)) codes.set(name, codes.size + 1);
    byDay.set(day, codes.get(name) ?? 0);
  }
  const bySteps = Int16Array.from(
    { length: lastStep + horizon - firstStep + 1 },
    (_, at) => byDay.get(dayOf(firstStep + at)) ?? 0,
  );
  const codeOf = (step: number): number => bySteps[step - firstStep] ?? 0;
  return [{ name: `holidays of ${place}`, kind: 'category', codeOf }];
}
