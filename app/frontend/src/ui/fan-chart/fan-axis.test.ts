import { init } from 'echarts';
import { expect, it } from 'vitest';
import { type Palette, paletteNames } from '../charts/colours.ts';
import { addDays } from '../format/dates.ts';
import { type FanInput, fanPoints, type Step } from './fan-data.ts';
import { fanAxis } from './fan-option.ts';

const palette = Object.fromEntries(paletteNames.map((name) => [name, '#000000'])) as Palette;
/** From October 2025 to March 2026, and twelve weeks ahead. */
const input: FanInput = {
  historyFrom: '2025-10-01',
  history: Array.from({ length: 182 }, () => 2),
  forecastFrom: addDays('2025-10-01', 182),
  mean: Array.from({ length: 91 }, () => 3),
  probabilities: [],
  quantiles: [],
};

/** What stands under the bars when ECharts has laid them out. */
function labels(step: Step, width: number): string[] {
  const points = fanPoints(input, step);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: 300 });
  chart.setOption({
    animation: false,
    grid: { left: 40, right: 12 },
    xAxis: fanAxis(points, { step, start: 0 }, palette),
    yAxis: { type: 'value', show: false },
    series: [{ type: 'bar', data: points.map(({ sold, mean }) => (sold ?? 0) + (mean ?? 0)) }],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text = '']) => text);
}

it.each([1100, 330])('names every month, the last one too, and each year once: %i px', (width) => {
  expect(labels('month', width)).toEqual([
    'Oct',
    '2025',
    'Nov',
    'Dec',
    'Jan',
    '2026',
    'Feb',
    'Mar',
    'Apr',
    'May',
    'Jun',
  ]);
});

it.each([1100, 330])('names the last week: %i px', (width) => {
  expect(labels('week', width).at(-1)).toBe('Jun 24');
});
