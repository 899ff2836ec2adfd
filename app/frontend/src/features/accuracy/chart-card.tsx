import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Chart } from '../../ui/charts/chart.tsx';
import type { EChartsOption } from '../../ui/charts/echarts.ts';
import { cx } from '../../ui/cx.ts';
import { Card } from '../../ui/page.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';

const height = 280;

/** A chart whose title says what it shows, with its figures behind a button. */
export function ChartCard({
  title,
  context,
  option,
  head,
  rows,
}: {
  readonly title: string;
  readonly context: string;
  readonly option: EChartsOption;
  /** of the table: what a row is named by, then its figures */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card
      title={title}
      context={context}
      actions={
        <IconButton
          label={asTable ? 'Show as chart' : 'Show as table'}
          icon={Table2}
          aria-pressed={asTable}
          className={cx(asTable && 'bg-accent-soft text-accent-text')}
          onClick={() => setAsTable(!asTable)}
        />
      }
    >
      {asTable ? (
        <ScrollRegion
          label={`${title}: figures`}
          className="max-h-[280px] overflow-auto rounded-lg border border-line"
        >
          <table className="w-full text-sm">
            <thead className="sticky top-0 bg-sunken text-ink-2">
              <tr>
                {head.map((name, index) => (
                  <th
                    key={name}
                    scope="col"
                    className={cx('px-3 py-2 font-medium', index === 0 ? 'text-left' : 'text-right')}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...figures]) => (
                <tr key={name} className="border-t border-line">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal">
                    {name}
                  </th>
                  {figures.map((figure, column) => (
                    <td key={head[column + 1]} className="num px-3 py-1.5 text-right">
                      {figure}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        <Chart option={option} height={height} label={title} />
      )}
    </Card>
  );
}
