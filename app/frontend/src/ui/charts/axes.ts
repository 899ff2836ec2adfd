import { formatCompact } from '../format/numbers.ts';
import type { Palette } from './colours.ts';

export const chartFont = '"Inter Variable", system-ui, sans-serif';

export function tooltipStyle(palette: Palette) {
  return {
    backgroundColor: palette.raised,
    borderColor: palette.line,
    borderWidth: 1,
    padding: [8, 12] as [number, number],
    textStyle: { color: palette.ink, fontSize: 12, fontFamily: chartFont },
    extraCssText: 'border-radius:10px;box-shadow:var(--shadow-2);font-variant-numeric:tabular-nums',
    confine: true,
  };
}
export function categoryAxis(
  palette: Palette,
  data: readonly string[],
  label: (value: string, place: number) => string,
) {
  return {
    type: 'category' as const,
    data: [...data],
    boundaryGap: false,
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: {
      color: palette['ink-3'],
      fontSize: 12,
      fontFamily: chartFont,
      hideOverlap: true,
      // a line ends at the edge, where its last label would stand half outside
      showMaxLabel: false,
      formatter: label,
      margin: 12,
    },
  };
}
export function valueAxis(palette: Palette, label: (value: number) => string = formatCompact) {
  return {
    type: 'value' as const,
    min: 0,
    splitNumber: 4,
    axisLabel: { color: palette['ink-3'], fontSize: 12, fontFamily: chartFont, formatter: label },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
  };
}
const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Tooltips are HTML; names come from files. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

export function tooltipRows(title: string, rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(
    ([name, value]) =>
      `<div style="display:flex;justify-content:space-between;gap:20px"><span style="color:var(--ink-2)">${escapeHtml(name)}</span><b style="font-weight:600">${escapeHtml(value)}</b></div>`,
  );
  return `<div style="font-weight:600;margin-bottom:4px">${escapeHtml(title)}</div>${lines.join('')}`;
}
