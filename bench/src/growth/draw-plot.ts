export interface PlotLine {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = { left: 70, right: 150, top: 40, bottom: 50 };
const COLOURS = ['#2563eb', '#dc2626', '#059669', '#7c3aed'];

/** Powers of ten from the one at or below `low` to the one at or above `high`. */
function decades(low: number, high: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
}

const label = (value: number): string => (value >= 1 ? value.toLocaleString('en') : String(value));

/** A log-log line chart as SVG text. All values must be above zero. */
export function drawPlot(title: string, xName: string, yName: string, lines: readonly PlotLine[]): string {
  const all = lines.flatMap(({ points }) => points);
  const xs = decades(Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x)));
  const ys = decades(Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y)));
  const place = (value: number, ticks: readonly number[], from: number, to: number): number => {
    const low = Math.log10(ticks[0] as number);
    const high = Math.log10(ticks.at(-1) as number);
    return from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  };
  const px = (x: number): string => place(x, xs, MARGIN.left, WIDTH - MARGIN.right).toFixed(1);
  const py = (y: number): string => place(y, ys, HEIGHT - MARGIN.bottom, MARGIN.top).toFixed(1);
  const grid = [
    ...xs.map(
      (x) =>
        `<line x1="${px(x)}" x2="${px(x)}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" stroke="#ddd"/><text x="${px(x)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${label(x)}</text>`,
    ),
    ...ys.map(
      (y) =>
        `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${py(y)}" y2="${py(y)}" stroke="#ddd"/><text x="${MARGIN.left - 8}" y="${Number(py(y)) + 4}" text-anchor="end">${label(y)}</text>`,
    ),
  ];
  const drawn = lines.map(({ name, points }, i) => {
    const colour = COLOURS[i % COLOURS.length] as string;
    const path = points.map(({ x, y }) => `${px(x)},${py(y)}`).join(' ');
    const dots = points
      .map(({ x, y }) => `<circle cx="${px(x)}" cy="${py(y)}" r="3" fill="${colour}"/>`)
      .join('');
    const end = points.at(-1) as { x: number; y: number };
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}<text x="${Number(px(end.x)) + 8}" y="${Number(py(end.y)) + 4}" fill="${colour}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<text x="${MARGIN.left}" y="22" font-size="14" font-weight="bold">${title}</text>
${grid.join('\n')}
<text x="${(WIDTH - MARGIN.right + MARGIN.left) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${xName}</text>
<text x="16" y="${HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 ${HEIGHT / 2})">${yName}</text>
${drawn.join('\n')}
</svg>
`;
}
