import { formatPercent, formatUnits } from '../format/numbers.ts';
import { ScrollRegion } from '../scroll-region.tsx';
import { bands, type FanMark, type FanPoint, marksAt, markText, type Step } from './fan-data.ts';
import { periodName } from './fan-option.ts';

/** The same figures to read one by one, newest forecast day first to last, then the days sold. */
export function FanTable({
  points,
  step,
  marks,
}: {
  readonly points: readonly FanPoint[];
  readonly step: Step;
  /** what the calendar says; without any there is no column for it */
  readonly marks: readonly FanMark[];
}) {
  const head = [
    'Sold',
    'Expected',
    ...(step === 'day' ? ['Median', ...bands.map((band) => `${formatPercent(band / 100)} range`)] : []),
  ];
  return (
    <ScrollRegion
      label="Figures of the chart"
      className="max-h-[340px] overflow-auto rounded-lg border border-line"
    >
      <table className="w-full min-w-[520px] text-sm">
        <thead className="sticky top-0 bg-sunken text-ink-2">
          <tr>
            <th scope="col" className="px-3 py-2 text-left font-medium">
              {step === 'day' ? 'Day' : step === 'week' ? 'Week' : 'Month'}
            </th>
            {head.map((name) => (
              <th key={name} scope="col" className="px-3 py-2 text-right font-medium">
                {name}
              </th>
            ))}
            {marks.length > 0 && (
              <th scope="col" className="px-3 py-2 text-left font-medium">
                Calendar
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.from} className="border-t border-line">
              <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
                {periodName(point, step)}
              </th>
              <td className="px-3 py-1.5 text-right">
                {point.sold === null ? (point.mean === null ? 'not known' : '') : formatUnits(point.sold)}
              </td>
              <td className="px-3 py-1.5 text-right">{point.mean === null ? '' : formatUnits(point.mean)}</td>
              {step === 'day' && (
                <>
                  <td className="px-3 py-1.5 text-right">
                    {point.median === null ? '' : formatUnits(point.median)}
                  </td>
                  {bands.map((band) => (
                    <td key={band} className="px-3 py-1.5 text-right whitespace-nowrap">
                      {point.low && point.high
                        ? `${formatUnits(Math.max(0, point.low[band]))}–${formatUnits(point.high[band])}`
                        : ''}
                    </td>
                  ))}
                </>
              )}
              {marks.length > 0 && (
                <td className="px-3 py-1.5 text-left">{marksAt(marks, point).map(markText).join('; ')}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
