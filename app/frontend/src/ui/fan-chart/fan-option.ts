import { categoryAxis, chartFont, tooltipRows, tooltipStyle, valueAxis } from '../charts/axes.ts';
import { hatchPattern, type Palette, withOpacity } from '../charts/colours.ts';
import type { EChartsOption } from '../charts/echarts.ts';
import { addDays, formatDay } from '../format/dates.ts';
import { formatRange, formatUnits } from '../format/numbers.ts';
import { beginsNow } from '../format/window.ts';
import {
  type Band,
  bands,
  type FanInput,
  type FanMark,
  type FanPoint,
  marksAt,
  marksWithin,
  type Step,
} from './fan-data.ts';

export const bandOpacity: Readonly<Record<Band, number>> = { 50: 0.36, 80: 0.22, 95: 0.12 };

export interface FanView {
  readonly step: Step;
  readonly shown: ReadonlySet<Band>;
  /** index of the first visible point */
  readonly start: number;
  readonly today: string;
}

/** "today" where the data really ends now; otherwise the rule says what today means here. */
export function todayWord(cutoff: string, today: string): string {
  return beginsNow(cutoff, today) ? 'today' : `today in the data, ${formatDay(cutoff)}`;
}

interface Edge {
  readonly value: number;
  readonly opacity: number;
}

/** Edges of the shown bands from below, each with the opacity of the area under it: areas touch, none overlap. */
export function bandEdges(point: FanPoint, shown: ReadonlySet<Band>): Edge[] {
  const { low, high } = point;
  if (!low || !high) return [];
  const wide = bands.filter((band) => shown.has(band)).reverse();
  const narrow = [...wide].reverse();
  return [
    ...wide.map((band, index) => ({
      value: low[band],
      opacity: index === 0 ? 0 : bandOpacity[wide[index - 1] ?? 95],
    })),
    ...narrow.map((band) => ({ value: high[band], opacity: bandOpacity[band] })),
  ];
}

export const rangeLines = (point: FanPoint, shown: ReadonlySet<Band>): [string, string][] =>
  bands
    .filter((band) => shown.has(band))
    .flatMap((band) =>
      point.low && point.high
        ? [[`${band / 10} in 10`, formatRange(point.low[band], point.high[band])] as [string, string]]
        : [],
    );

export function periodName(point: FanPoint, step: Step): string {
  if (step === 'day') return formatDay(point.from, 'week');
  if (step === 'month' && point.from.endsWith('-01')) return formatDay(point.from, 'month');
  return `${formatDay(point.from, 'short')} – ${formatDay(point.to)}`;
}

/** Marks that a tooltip names; a month may have dozens. */
const mostNamed = 6;

function tooltip(point: FanPoint, view: FanView, marks: readonly FanMark[]): string {
  const rows: [string, string][] = [];
  if (point.sold !== null) rows.push(['Sold', formatUnits(point.sold)]);
  else if (point.unknownDays > 0 && point.mean === null) rows.push(['Sold', 'not known']);
  if (point.unknownDays > 0 && point.sold !== null) rows.push(['Days not known', String(point.unknownDays)]);
  if (point.median !== null) rows.push(['Median', formatUnits(point.median)]);
  if (point.mean !== null) rows.push(['Expected', formatUnits(point.mean)]);
  rows.push(...rangeLines(point, view.shown));
  if (point.previous !== null && view.step === 'day')
    rows.push(['Forecast before', formatUnits(point.previous)]);
  for (const { name, detail } of marks.slice(0, mostNamed)) rows.push([`◆ ${name}`, detail ?? '']);
  if (marks.length > mostNamed) rows.push([`◆ ${marks.length - mostNamed} more`, '']);
  return tooltipRows(periodName(point, view.step), rows);
}

function dailySeries(input: FanInput, points: readonly FanPoint[], view: FanView, palette: Palette) {
  const edges = points.map((point) => bandEdges(point, view.shown));
  const count = Math.max(0, ...edges.map(({ length }) => length));
  const cutoff = input.history.length - 1;
  const lastSold = points[cutoff]?.sold ?? null;
  const areas = Array.from({ length: count }, (_, edge) => ({
    type: 'line' as const,
    stack: 'bands',
    symbol: 'none',
    silent: true,
    lineStyle: { width: 0 },
    data: edges.map((of) => (of[edge] ? of[edge].value - (of[edge - 1]?.value ?? 0) : null)),
    ...(edge === 0
      ? {}
      : {
          areaStyle: {
            opacity: 1,
            color: withOpacity(
              palette.forecast,
              edges.find(({ length }) => length > 0)?.[edge]?.opacity ?? 0,
            ),
          },
        }),
  }));
  const line = { type: 'line' as const, symbol: 'none', silent: true, connectNulls: false };
  return [
    {
      ...line,
      name: 'sold',
      z: 5,
      lineStyle: { color: palette.history, width: 1.5 },
      data: points.map(({ sold }) => sold),
      ...marks(input, points, view, palette),
    },
    ...areas,
    {
      ...line,
      z: 3,
      lineStyle: { color: palette.ghost, width: 1.5 },
      data: points.map(({ previous }) => previous),
    },
    ...calendarSeries(input, points, palette),
    {
      ...line,
      z: 6,
      lineStyle: { color: palette['forecast-ink'], width: 1.75, type: [5, 4] },
      data: points.map(({ median }, index) => (index === cutoff ? lastSold : median)),
    },
  ];
}

/** Along the upper edge: a diamond on the first day of each mark that shows, a stroke over the days it lasts. */
function calendarSeries(input: FanInput, points: readonly FanPoint[], palette: Palette) {
  const shown = marksWithin(input, points);
  if (shown.length === 0) return [];
  const edge = { yAxisIndex: 1, silent: true, z: 7, clip: false };
  const starts = new Set(shown.map(({ from }) => from));
  const long = shown.filter(({ from, to }) => from < to);
  return [
    {
      ...edge,
      type: 'line' as const,
      symbol: 'none',
      lineStyle: { color: palette.violet, width: 3, opacity: 0.55, cap: 'round' as const },
      data: points.map((point) => (marksAt(long, point).length > 0 ? 1 : null)),
    },
    {
      ...edge,
      type: 'scatter' as const,
      symbol: 'diamond',
      symbolSize: [9, 12],
      itemStyle: { color: palette.violet, borderColor: palette.surface, borderWidth: 1, opacity: 1 },
      data: points.map(({ from }, index) =>
        starts.has(from) || (index === 0 && shown.some((mark) => mark.from < from)) ? 1 : null,
      ),
    },
  ];
}

function marks(input: FanInput, points: readonly FanPoint[], view: FanView, palette: Palette) {
  const cutoff = addDays(input.forecastFrom, -1);
  const at = points.findIndex(({ to }) => to >= cutoff);
  const label = (day: string) => points.find(({ to }) => to >= day)?.from ?? day;
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      lineStyle: { color: palette['ink-2'], type: 'solid' as const, width: 1 },
      label: {
        formatter: todayWord(cutoff, view.today),
        color: palette['ink-2'],
        fontFamily: chartFont,
        fontSize: 12,
        position: 'end' as const,
        rotate: 0,
      },
      data: [{ xAxis: points[at]?.from ?? cutoff }],
    },
    markArea: {
      silent: true,
      itemStyle: { color: hatchPattern(palette.hatch) },
      data: (input.unavailable ?? []).map(
        ({ from, to }) =>
          [{ xAxis: label(from) }, { xAxis: label(to) }] as [{ xAxis: string }, { xAxis: string }],
      ),
    },
  };
}

function summedSeries(input: FanInput, points: readonly FanPoint[], view: FanView, palette: Palette) {
  return [
    {
      type: 'bar' as const,
      stack: 'sum',
      barMaxWidth: 28,
      barCategoryGap: '25%',
      silent: true,
      itemStyle: { color: palette.history, opacity: 0.82 },
      data: points.map(({ sold }) => sold),
      ...marks({ ...input, unavailable: [] }, points, view, palette),
    },
    {
      type: 'bar' as const,
      stack: 'sum',
      barMaxWidth: 28,
      silent: true,
      itemStyle: {
        color: withOpacity(palette.forecast, 0.36),
        borderColor: palette['forecast-ink'],
        borderWidth: 1,
        borderType: 'dashed' as const,
      },
      data: points.map(({ mean }) => mean),
    },
  ];
}

/** One label for each month, with its year where a year begins: on a phone every bar has room for its own. */
const monthLabel = (day: string, place: number): string =>
  place === 0 || day.slice(5, 7) === '01'
    ? `${formatDay(day, 'month-alone')}\n${day.slice(0, 4)}`
    : formatDay(day, 'month-alone');

export function fanAxis(
  points: readonly FanPoint[],
  { step, start }: Pick<FanView, 'step' | 'start'>,
  palette: Palette,
) {
  const days = points.map(({ from }) => from);
  if (step === 'day') {
    // long spans are named by their months, each once
    const byMonth = points.length - start > 100;
    const axis = categoryAxis(palette, days, (day) => formatDay(day, byMonth ? 'month' : 'short'));
    const interval = (_: number, day: string) => day.endsWith('-01');
    return byMonth ? { ...axis, axisLabel: { ...axis.axisLabel, interval } } : axis;
  }
  const axis = categoryAxis(palette, days, step === 'month' ? monthLabel : (day) => formatDay(day, 'short'));
  return {
    ...axis,
    boundaryGap: true,
    axisLabel: {
      ...axis.axisLabel,
      // bars keep away from the edge, so that the last one has room for its label
      showMaxLabel: true,
      ...(step === 'month' ? { interval: 0, lineHeight: 15, textMargin: [0, 1] } : {}),
    },
  };
}

export function fanOption(
  input: FanInput,
  points: readonly FanPoint[],
  view: FanView,
  palette: Palette,
): EChartsOption {
  return {
    grid: { left: 4, right: 12, top: 28, bottom: 4, containLabel: true },
    xAxis: fanAxis(points, view, palette),
    // the second axis is only a place for the calendar's marks
    yAxis: [valueAxis(palette), { type: 'value', min: 0, max: 1, show: false }],
    dataZoom: [
      {
        type: 'inside',
        startValue: view.start,
        endValue: points.length - 1,
        zoomOnMouseWheel: 'ctrl',
        moveOnMouseWheel: false,
      },
    ],
    tooltip: {
      trigger: 'axis',
      ...tooltipStyle(palette),
      axisPointer: { type: 'line', lineStyle: { color: palette['ink-3'], type: 'solid', width: 1 } },
      formatter: (hovered) => {
        const index = (Array.isArray(hovered) ? hovered[0] : hovered)?.dataIndex ?? 0;
        const point = points[index];
        return point ? tooltip(point, view, marksAt(input.marks, point)) : '';
      },
    },
    series:
      view.step === 'day'
        ? dailySeries(input, points, view, palette)
        : summedSeries(input, points, view, palette),
  };
}
