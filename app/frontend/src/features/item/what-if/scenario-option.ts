import type { Scenario } from '@ordernimbus/contracts';
import { categoryAxis, tooltipRows, tooltipStyle, valueAxis } from '../../../ui/charts/axes.ts';
import { type Palette, withOpacity } from '../../../ui/charts/colours.ts';
import type { EChartsOption } from '../../../ui/charts/echarts.ts';
import { addDays, daysBetween, formatDay } from '../../../ui/format/dates.ts';
import { formatRange, formatUnits } from '../../../ui/format/numbers.ts';

/** Days drawn before and after those that the scenario changes. */
const around = 7;

/** The forecast as it stands and the scenario with its range, around the changed days. */
export function scenarioOption(scenario: Scenario, palette: Palette): EChartsOption {
  const first = Math.max(0, daysBetween(scenario.from, scenario.changed.fromDay) - around);
  const last = Math.min(
    scenario.baseline.mean.length,
    daysBetween(scenario.from, scenario.changed.toDay) + 1 + around,
  );
  const cut = (values: readonly number[]) => values.slice(first, last);
  const days = cut(scenario.baseline.mean).map((_, index) => addDays(scenario.from, first + index));
  const [low, high] = [cut(scenario.scenario.low80), cut(scenario.scenario.high80)];
  const [usual, changed] = [cut(scenario.baseline.mean), cut(scenario.scenario.mean)];
  const line = { type: 'line' as const, symbol: 'none', silent: true };
  return {
    grid: { left: 4, right: 8, top: 8, bottom: 4, containLabel: true },
    xAxis: categoryAxis(palette, days, (day) => formatDay(day, 'short')),
    yAxis: valueAxis(palette),
    tooltip: {
      trigger: 'axis',
      ...tooltipStyle(palette),
      formatter: (hovered) => {
        const index = (Array.isArray(hovered) ? hovered[0] : hovered)?.dataIndex ?? 0;
        return tooltipRows(formatDay(days[index], 'week'), [
          ['With the change', formatUnits(changed[index])],
          ['8 in 10', formatRange(low[index] ?? 0, high[index] ?? 0)],
          ['As it stands', formatUnits(usual[index])],
        ]);
      },
    },
    series: [
      { ...line, stack: 'range', lineStyle: { width: 0 }, data: low },
      {
        ...line,
        stack: 'range',
        lineStyle: { width: 0 },
        data: high.map((value, index) => value - (low[index] ?? 0)),
        areaStyle: { color: withOpacity(palette.forecast, 0.2), opacity: 1 },
      },
      { ...line, data: usual, lineStyle: { color: palette.ghost, width: 1.5, type: [5, 4] } },
      { ...line, data: changed, lineStyle: { color: palette['forecast-ink'], width: 1.75 }, z: 5 },
    ],
  };
}
