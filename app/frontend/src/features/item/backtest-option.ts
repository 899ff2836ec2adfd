import type { BacktestView } from '@ordernimbus/contracts';
import { categoryAxis, tooltipRows, tooltipStyle, valueAxis } from '../../ui/charts/axes.ts';
import { type Palette, withOpacity } from '../../ui/charts/colours.ts';
import type { EChartsOption } from '../../ui/charts/echarts.ts';
import { addDays, formatDay } from '../../ui/format/dates.ts';
import { formatRange, formatUnits } from '../../ui/format/numbers.ts';

type Window = BacktestView['windows'][number];

export function backtestOption(window: Window, palette: Palette): EChartsOption {
  const days = window.mean.map((_, index) => addDays(window.originDay, index + 1));
  const edges = [window.low95, window.low80, window.low50, window.high50, window.high80, window.high95];
  const opacity = [0, 0.12, 0.22, 0.36, 0.22, 0.12];
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
        const actual = window.actual[index];
        return tooltipRows(formatDay(days[index], 'week'), [
          ['Happened', actual === null || actual === undefined ? 'not known' : formatUnits(actual)],
          ['Forecast then', formatUnits(window.mean[index])],
          ['8 in 10', formatRange(window.low80[index] ?? 0, window.high80[index] ?? 0)],
          ['Last week repeated', formatUnits(window.naive[index])],
        ]);
      },
    },
    series: [
      ...edges.map((edge, position) => ({
        ...line,
        stack: 'bands',
        lineStyle: { width: 0 },
        data: edge.map((value, day) => value - (position > 0 ? (edges[position - 1]?.[day] ?? 0) : 0)),
        ...(position > 0
          ? { areaStyle: { color: withOpacity(palette.forecast, opacity[position] ?? 0), opacity: 1 } }
          : {}),
      })),
      { ...line, data: window.naive, lineStyle: { color: palette.ghost, width: 1.25 } },
      { ...line, data: window.mean, lineStyle: { color: palette['forecast-ink'], width: 1.5, type: [5, 4] } },
      { ...line, data: window.actual, lineStyle: { color: palette.history, width: 1.5 }, z: 5 },
    ],
  };
}
