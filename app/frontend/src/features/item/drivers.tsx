import type { BoostedView } from '@ordernimbus/contracts';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format/dates.ts';
import { formatChange, formatPercent, formatSignedUnits, formatUnits } from '../../ui/format/numbers.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { chooseDrivers, peakWeek } from './driver-peaks.ts';

type Driver = BoostedView['drivers'][number];

const effectText = ({ effect }: Driver): string => formatChange(1 + effect, 1) ?? '';

/** One bar, from the middle to the right for more and to the left for less; the words beside it say the same. */
function Bar({
  driver,
  largest,
  peak,
}: {
  readonly driver: Driver;
  readonly largest: number;
  /** the week in which it matters most, where that is far from the whole */
  readonly peak: ReturnType<typeof peakWeek>;
}) {
  const share = `${Math.max(1, (50 * Math.abs(driver.units)) / largest)}%`;
  const isMore = driver.units >= 0;
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <span>
          {driver.words}
          {peak && (
            <span className="text-ink-2">
              , {formatSignedUnits(peak.units)} units in the week from {formatDay(peak.from, 'short')}
            </span>
          )}
        </span>
        <span className="num shrink-0 text-ink-2">
          <b className="font-semibold text-ink">{effectText(driver)}</b>
          <span className="max-sm:sr-only"> · {formatSignedUnits(driver.units)} units</span>
        </span>
      </div>
      <div aria-hidden className="relative mt-1 h-2 rounded-full bg-sunken">
        <div
          className={`absolute h-full ${isMore ? 'rounded-r-full bg-forecast' : 'rounded-l-full bg-(--hatch)'}`}
          style={isMore ? { left: '50%', width: share } : { right: '50%', width: share }}
        />
        <div className="absolute -top-0.5 left-1/2 h-3 w-px bg-line-strong" />
      </div>
    </li>
  );
}

const head = 'px-3 py-2 text-right font-medium';
const cell = 'num px-3 py-1.5 text-right';
const rowHead = 'px-3 py-1.5 text-left font-normal';

/** The same figures to read one by one, then by week. */
function Tables({ boosted }: { readonly boosted: BoostedView }) {
  const strongest = boosted.drivers.slice(0, 3);
  return (
    <ScrollRegion
      label="Drivers as figures"
      className="relative mt-3 max-h-[420px] overflow-auto rounded-lg border border-line"
    >
      <table className="w-full min-w-[420px] text-sm">
        <caption className="sr-only">What each driver adds to the forecast of the boosted trees</caption>
        <thead className="bg-sunken text-ink-2">
          <tr>
            <th scope="col" className="px-3 py-2 text-left font-medium">
              Driver
            </th>
            <th scope="col" className={head}>
              Effect
            </th>
            <th scope="col" className={head}>
              Units
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="border-t border-line">
            <th scope="row" className={rowHead}>
              Its level, nothing else known
            </th>
            <td />
            <td className={cell}>{formatUnits(boosted.base)}</td>
          </tr>
          {boosted.drivers.map((driver) => (
            <tr key={driver.driver} className="border-t border-line">
              <th scope="row" className={rowHead}>
                {driver.words}
              </th>
              <td className={cell}>{effectText(driver)}</td>
              <td className={cell}>{formatSignedUnits(driver.units)}</td>
            </tr>
          ))}
          <tr className="border-t border-line font-medium">
            <th scope="row" className="px-3 py-1.5 text-left font-medium">
              Forecast of the boosted trees
            </th>
            <td />
            <td className={cell}>{formatUnits(boosted.total)}</td>
          </tr>
        </tbody>
      </table>
      <table className="w-full min-w-[420px] border-t border-line text-sm">
        <caption className="sr-only">The strongest drivers by week, in units</caption>
        <thead className="bg-sunken text-ink-2">
          <tr>
            <th scope="col" className="px-3 py-2 text-left font-medium">
              Week from
            </th>
            <th scope="col" className={head}>
              Its level
            </th>
            {strongest.map(({ driver, words }) => (
              <th key={driver} scope="col" className={head} title={words}>
                {words.split(/[:\d]/)[0]?.trim()}
              </th>
            ))}
            <th scope="col" className={head}>
              Forecast
            </th>
          </tr>
        </thead>
        <tbody>
          {boosted.weeks.map((week) => (
            <tr key={week.from} className="border-t border-line">
              <th scope="row" className={`${rowHead} whitespace-nowrap`}>
                {formatDay(week.from)}
              </th>
              <td className={cell}>{formatUnits(week.base)}</td>
              {strongest.map(({ driver }, place) => (
                <td key={driver} className={cell}>
                  {formatSignedUnits(week.units[place] ?? 0)}
                </td>
              ))}
              <td className={cell}>{formatUnits(week.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What moves the boosted model's forecast away from the item's level. */
export function Drivers({ boosted }: { readonly boosted: BoostedView }) {
  const [isTable, setIsTable] = useState(false);
  const bars = chooseDrivers(boosted);
  const largest = Math.max(...bars.map(({ units }) => Math.abs(units)));
  return (
    <div className="mt-5 border-t border-line pt-4">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-2">
        <h3 className="font-medium">What drives it</h3>
        <Button size="sm" aria-expanded={isTable} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Hide the figures' : 'Drivers as table'}
        </Button>
      </div>
      <p className="mt-1 text-sm text-ink-2">
        The boosted trees are {formatPercent(boosted.weight)} of the forecast. {boosted.days} days at the
        item’s level would be {formatUnits(boosted.base)} units; they expect {formatUnits(boosted.total)}.
      </p>
      {bars.length === 0 ? (
        <p className="mt-3 text-sm text-ink-2">Nothing moves it by as much as half a percent.</p>
      ) : (
        <ul className="mt-3 space-y-3">
          {bars.map((driver) => (
            <Bar
              key={driver.driver}
              driver={driver}
              largest={largest}
              peak={peakWeek(boosted, driver.driver)}
            />
          ))}
        </ul>
      )}
      {isTable && <Tables boosted={boosted} />}
    </div>
  );
}
