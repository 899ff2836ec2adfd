import { cx } from './cx.ts';

/** What was sold (ink) and what is expected (blue, dashed) in the space of a word. The row around it says the figures. */
export function Sparkline({
  history,
  forecast,
  width = 112,
  height = 28,
  className,
}: {
  readonly history: readonly (number | null)[];
  readonly forecast: readonly number[];
  readonly width?: number;
  readonly height?: number;
  readonly className?: string;
}) {
  const all = [...history.map((value) => value ?? 0), ...forecast];
  if (all.length < 2) return <span className={cx('inline-block', className)} style={{ width, height }} />;
  const top = Math.max(1e-9, ...all) * 1.08;
  const x = (index: number) => (index / (all.length - 1)) * (width - 4) + 2;
  const y = (value: number) => height - 2 - (value / top) * (height - 4);
  const points = (values: readonly number[], offset: number) =>
    values.map((value, index) => `${x(index + offset).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const past = all.slice(0, history.length);
  const start = Math.max(0, history.length - 1);
  const future = all.slice(start);
  const area = `${x(start)},${height - 2} ${points(future, start)} ${x(all.length - 1)},${height - 2}`;
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={height}
      className={cx('shrink-0 overflow-visible', className)}
    >
      <polygon points={area} fill="var(--forecast)" opacity="0.14" />
      <polyline
        points={points(past, 0)}
        fill="none"
        stroke="var(--history)"
        strokeWidth="1.25"
        strokeLinejoin="round"
      />
      <polyline
        points={points(future, start)}
        fill="none"
        stroke="var(--forecast)"
        strokeWidth="1.5"
        strokeDasharray="3 2"
        strokeLinejoin="round"
      />
    </svg>
  );
}
