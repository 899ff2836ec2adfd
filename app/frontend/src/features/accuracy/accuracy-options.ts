import type { AccuracyReport } from '@ordernimbus/contracts';
import { categoryAxis, tooltipRows, tooltipStyle, valueAxis } from '../../ui/charts/axes.ts';
import type { Palette } from '../../ui/charts/colours.ts';
import type { EChartsOption } from '../../ui/charts/echarts.ts';
import { formatPercent } from '../../ui/format/numbers.ts';

const grid = { left: 4, right: 12, top: 12, bottom: 4, containLabel: true };

export function horizonOption({ byHorizon }: AccuracyReport, palette: Palette): EChartsOption {
  // days on which the shop is always closed have no error: the line goes on over them
  const line = { type: 'line' as const, symbol: 'none', connectNulls: true };
  return {
    grid,
    xAxis: categoryAxis(
      palette,
      byHorizon.map(({ day }) => String(day)),
      (day) => `${day} d`,
    ),
    yAxis: valueAxis(palette, (value) => formatPercent(value)),
    tooltip: {
      trigger: 'axis',
      ...tooltipStyle(palette),
      formatter: (hovered) => {
        const at = byHorizon[(Array.isArray(hovered) ? hovered[0] : hovered)?.dataIndex ?? 0];
        return at
          ? tooltipRows(`${at.day} days ahead`, [
              ['This forecast', formatPercent(at.wape, 1)],
              ['Last week repeated', formatPercent(at.naiveWape, 1)],
            ])
          : '';
      },
    },
    series: [
      {
        ...line,
        data: byHorizon.map(({ naiveWape }) => naiveWape),
        lineStyle: { color: palette.ghost, width: 1.5 },
      },
      { ...line, data: byHorizon.map(({ wape }) => wape), lineStyle: { color: palette.forecast, width: 2 } },
    ],
  };
}

export function calibrationOption({ calibration }: AccuracyReport, palette: Palette): EChartsOption {
  const axis = {
    ...valueAxis(palette, (value) => formatPercent(value)),
    max: 1,
    splitNumber: 5,
    axisLine: { show: false },
  };
  return {
    grid,
    xAxis: axis,
    yAxis: axis,
    tooltip: {
      trigger: 'item',
      ...tooltipStyle(palette),
      formatter: (hovered) => {
        const point = calibration[(Array.isArray(hovered) ? hovered[0] : hovered)?.dataIndex ?? 0];
        return point
          ? tooltipRows(`${formatPercent(point.nominal)} range`, [
              ['Days inside', formatPercent(point.actual, 1)],
              ['Edges in full', formatPercent(point.plain ?? point.actual, 1)],
            ])
          : '';
      },
    },
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'none',
        data: [
          [0, 0],
          [1, 1],
        ],
        lineStyle: { color: palette.ghost, width: 1, type: 'dashed' },
      },
      {
        type: 'line',
        symbol: 'circle',
        symbolSize: 9,
        itemStyle: { color: palette.forecast },
        lineStyle: { color: palette.forecast, width: 2 },
        label: {
          show: true,
          position: 'bottom',
          color: palette['ink-2'],
          fontSize: 12,
          formatter: ({ dataIndex }) => formatPercent(calibration[dataIndex]?.actual),
        },
        data: calibration.map(({ nominal, actual }) => [nominal, actual]),
      },
    ],
  };
}
