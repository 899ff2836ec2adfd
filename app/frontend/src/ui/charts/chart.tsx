import { useEffect, useRef } from 'react';
import { type EChartsOption, type EChartsType, init } from './echarts.ts';

interface ChartProps {
  readonly option: EChartsOption;
  readonly height: number;
  /** what the picture says, for those who do not see it */
  readonly label: string;
  readonly onPickIndex?: ((index: number) => void) | undefined;
  readonly onChart?: (chart: EChartsType | null) => void;
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

export function Chart({ option, height, label, onPickIndex, onChart }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = init(element);
    chart.current = made;
    onChart?.(made);
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
      onChart?.(null);
    };
  }, [onChart]);

  useEffect(() => {
    chart.current?.setOption(
      { animation: !still.matches, animationDuration: 150, animationDurationUpdate: 150, ...option },
      { notMerge: true },
    );
  }, [option]);

  useEffect(() => {
    const made = chart.current;
    if (!made || !onPickIndex) return;
    const pick = (event: { offsetX: number; offsetY: number }) => {
      const point: [number, number] = [event.offsetX, event.offsetY];
      if (!made.containPixel('grid', point)) return;
      const index = made.convertFromPixel({ seriesIndex: 0 }, point)?.[0];
      if (index !== undefined) onPickIndex(Math.round(index));
    };
    made.getZr().on('click', pick);
    return () => {
      if (!made.isDisposed()) made.getZr().off('click', pick);
    };
  }, [onPickIndex]);

  return (
    <div role="img" aria-label={label} style={{ height }} className="w-full min-w-0">
      <div ref={box} className="size-full" />
    </div>
  );
}
