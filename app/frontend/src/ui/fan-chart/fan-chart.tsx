import { Download, ImageDown, Table2 } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { saveBlob } from '../../api/request.ts';
import { IconButton } from '../button.tsx';
import { Chart } from '../charts/chart.tsx';
import type { EChartsType } from '../charts/echarts.ts';
import { usePalette } from '../charts/palette.ts';
import { cx } from '../cx.ts';
import { Segmented } from '../field.tsx';
import { addDays, msToDay } from '../format/dates.ts';
import { toCsv } from '../format/delimited.ts';
import {
  type Band,
  bands,
  type FanInput,
  fanPoints,
  marksAt,
  marksWithin,
  markText,
  type Step,
} from './fan-data.ts';
import { fanOption } from './fan-option.ts';
import { FanTable } from './fan-table.tsx';
import { Legend } from './legend.tsx';

const spans = [
  { value: '91', label: '3 months' },
  { value: '182', label: '6 months' },
  { value: '365', label: '1 year' },
  { value: 'all', label: 'All' },
] as const;
const steps = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' },
] as const;

export function FanChart({
  input,
  sentence,
  fileName,
  totalsNote,
  onPickDay,
}: {
  readonly input: FanInput;
  readonly sentence: string;
  readonly fileName: string;
  readonly totalsNote?: string | undefined;
  readonly onPickDay?: (day: string) => void;
}) {
  const [step, setStep] = useState<Step>('day');
  const [span, setSpan] = useState<(typeof spans)[number]['value']>('182');
  const [shown, setShown] = useState<ReadonlySet<Band>>(new Set(bands));
  const [asTable, setAsTable] = useState(false);
  const palette = usePalette();
  const chart = useRef<EChartsType | null>(null);
  const keepChart = useCallback((made: EChartsType | null) => {
    chart.current = made;
  }, []);
  const points = useMemo(() => fanPoints(input, step), [input, step]);
  const start = useMemo(() => {
    if (span === 'all') return 0;
    const from = addDays(input.forecastFrom, -Number(span));
    return Math.max(
      0,
      points.findIndex(({ to }) => to >= from),
    );
  }, [points, span, input.forecastFrom]);
  const option = useMemo(
    () => fanOption(input, points, { step, shown, start, today: msToDay(Date.now()) }, palette),
    [input, points, step, shown, start, palette],
  );
  const pick = useCallback(
    (index: number) => {
      const point = points[index];
      if (point && point.sold !== null && step === 'day') onPickDay?.(point.from);
    },
    [points, step, onPickDay],
  );
  const toggle = (band: Band) => {
    const next = new Set(shown);
    if (!next.delete(band)) next.add(band);
    setShown(next);
  };
  const savePng = async () => {
    const url = chart.current?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette.surface });
    if (!url) return;
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (character) =>
      character.charCodeAt(0),
    );
    saveBlob(new Blob([bytes], { type: 'image/png' }), `${fileName}.png`);
  };
  const saveCsv = () => {
    const head = [
      'from',
      'to',
      'sold',
      'expected',
      'median',
      ...bands.flatMap((band) => [`low${band}`, `high${band}`]),
      ...(input.marks?.length ? ['calendar'] : []),
    ];
    const rows = points.map((point) => [
      point.from,
      point.to,
      point.sold,
      point.mean,
      point.median,
      ...bands.flatMap((band) => [point.low?.[band], point.high?.[band]]),
      ...(input.marks?.length ? [marksAt(input.marks, point).map(markText).join('; ')] : []),
    ]);
    saveBlob(new Blob([toCsv([head, ...rows])], { type: 'text/csv' }), `${fileName}.csv`);
  };

  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Segmented label="Sum by" value={step} options={steps} onChange={setStep} />
        <Segmented label="History shown" value={span} options={spans} onChange={setSpan} />
        <div className="ml-auto flex">
          <IconButton
            label={asTable ? 'Show as chart' : 'Show as table'}
            icon={Table2}
            aria-pressed={asTable}
            className={cx(asTable && 'bg-accent-soft text-accent-text')}
            onClick={() => setAsTable(!asTable)}
          />
          <IconButton label="Save the picture (PNG)" icon={ImageDown} disabled={asTable} onClick={savePng} />
          <IconButton label="Save the figures (CSV)" icon={Download} onClick={saveCsv} />
        </div>
      </div>
      {asTable ? (
        <FanTable points={points.slice(start)} step={step} marks={marksWithin(input, points.slice(start))} />
      ) : (
        <Chart
          option={option}
          height={340}
          label={sentence}
          onPickIndex={onPickDay && pick}
          onChart={keepChart}
        />
      )}
      <Legend input={input} step={step} shown={shown} totalsNote={totalsNote} onToggle={toggle} />
    </div>
  );
}
