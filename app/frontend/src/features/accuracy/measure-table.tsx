import type { Metrics } from '@ordernimbus/contracts';
import { formatNumber, formatPercent } from '../../ui/format/numbers.ts';
import { rangeShare } from './range-share.ts';

interface Measure {
  readonly name: string;
  readonly help: string;
  readonly ours: string;
  /** of the last week repeated; a forecast without ranges has no coverage */
  readonly naive: string;
}

const rangeMeasure = (metrics: Metrics, level: 50 | 80 | 95): Measure => {
  const { inside, inFull } = rangeShare(metrics, level);
  return {
    name: `In ${formatPercent(level / 100)} range`,
    help: `Share of days inside${typeof inFull === 'number' ? `; ${formatPercent(inFull, 1)} with edges in full` : ''}`,
    ours: formatPercent(inside, 1),
    naive: 'no range',
  };
};

const measures = (metrics: Metrics): readonly Measure[] => [
  {
    name: 'Error (WAPE)',
    help: 'Absolute errors over what was sold',
    ours: formatPercent(metrics.wape, 1),
    naive: formatPercent(metrics.naiveWape, 1),
  },
  {
    name: 'Bias',
    help: 'Above zero: forecast too high',
    ours: formatPercent(metrics.bias, 1),
    naive: formatPercent(metrics.naiveBias, 1),
  },
  {
    name: 'MASE',
    help: 'Mean error in steps of repeating the last week, by item',
    ours: formatNumber(metrics.mase, 3),
    naive: formatNumber(metrics.naiveMase, 3),
  },
  {
    name: 'RMSSE',
    help: 'The same of squared errors',
    ours: formatNumber(metrics.rmsse, 3),
    naive: formatNumber(metrics.naiveRmsse, 3),
  },
  {
    name: 'Pinball loss',
    help: 'Error of all ranges, scaled as MASE is; less is better',
    ours: formatNumber(metrics.scaledPinball, 3),
    naive: formatNumber(metrics.naiveScaledPinball, 3),
  },
  ...([50, 80, 95] as const).map((level) => rangeMeasure(metrics, level)),
];

/** Every measure of a shop or of an item beside that of the simple rule; reaches the edges of its card. */
export function MeasureTable({ metrics }: { readonly metrics: Metrics }) {
  return (
    <>
      <table className="w-full text-sm">
        <thead className="bg-sunken text-ink-2">
          <tr>
            <th scope="col" className="px-4 py-2 text-left font-medium sm:px-5">
              Measure
            </th>
            <th scope="col" className="px-2 py-2 text-right font-medium">
              This forecast
            </th>
            <th scope="col" className="px-4 py-2 text-right font-medium sm:px-5">
              Last week repeated
            </th>
          </tr>
        </thead>
        <tbody>
          {measures(metrics).map(({ name, help, ours, naive }) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="px-4 py-2 text-left font-normal sm:px-5">
                {name} <span className="block text-xs text-ink-3 sm:inline">{help}</span>
              </th>
              <td className="num px-2 py-2 text-right font-medium">{ours}</td>
              <td className="num px-4 py-2 text-right text-ink-2 sm:px-5">{naive}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-t border-line px-4 py-3 text-xs text-ink-2 sm:px-5">
        {rangeShare(metrics, 80).help}
      </p>
    </>
  );
}
