import type { BoostedView } from '@ordernimbus/contracts';

/** Drivers that get a bar: the strongest that change the whole forecast by half a percent, or one week by a tenth. */
const mostBars = 6;
const leastEffect = 0.005;
const leastInWeek = 0.1;

/**
 * The week in which a driver moves the forecast most, where that is a tenth of the week's level or more and the driver is
 * not as strong all along: a promotion doubles its week and hardly shows in three months.
 */
export function peakWeek(
  { drivers, weeks }: BoostedView,
  driver: string,
): { readonly from: string; readonly units: number } | undefined {
  const place = drivers.findIndex((one) => one.driver === driver);
  let peak: { from: string; units: number; share: number } | undefined;
  for (const { from, units, base } of weeks) {
    const own = units[place] ?? 0;
    const share = base > 0 ? Math.abs(own) / base : 0;
    if (share > (peak?.share ?? 0)) peak = { from, units: own, share };
  }
  const overall = Math.abs(drivers[place]?.effect ?? 0);
  if (!peak || peak.share < leastInWeek || peak.share < 3 * overall) return undefined;
  return { from: peak.from, units: peak.units };
}

export function chooseDrivers(boosted: BoostedView): BoostedView['drivers'] {
  const strong = boosted.drivers.filter(
    ({ driver, effect }) => Math.abs(effect) >= leastEffect || peakWeek(boosted, driver),
  );
  const peaks = strong.filter(({ driver }) => peakWeek(boosted, driver));
  // a driver of one week keeps its place beside those of every week
  const kept = new Set([...peaks, ...strong].slice(0, mostBars));
  return strong.filter((driver) => kept.has(driver));
}
