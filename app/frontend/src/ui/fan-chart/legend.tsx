import type { ReactNode } from 'react';
import { formatPercent } from '../format/numbers.ts';
import { type Band, bands, type FanInput, type Step } from './fan-data.ts';
import { bandOpacity } from './fan-option.ts';

function Mark({ children, name }: { readonly children: ReactNode; readonly name: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {children}
      {name}
    </span>
  );
}

/** What each mark means; the ranges are switches. */
export function Legend({
  input,
  step,
  shown,
  totalsNote,
  onToggle,
}: {
  readonly input: FanInput;
  readonly step: Step;
  readonly shown: ReadonlySet<Band>;
  /** where a reader finds ranges of totals */
  readonly totalsNote: string | undefined;
  readonly onToggle: (band: Band) => void;
}) {
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
      <Mark name="Sold">
        <span className="h-0.5 w-4 rounded bg-[var(--history)]" />
      </Mark>
      <Mark name={step === 'day' ? 'Median forecast' : 'Expected'}>
        <span className="w-4 border-t-2 border-dashed border-[var(--forecast-ink)]" />
      </Mark>
      {step === 'day' &&
        bands.map((band) => (
          <button
            key={band}
            type="button"
            aria-pressed={shown.has(band)}
            onClick={() => onToggle(band)}
            title={`${formatPercent(band / 100)} of days should fall inside this range`}
            className="inline-flex min-h-6 items-center gap-1.5 rounded-md px-1 hover:bg-sunken aria-[pressed=false]:text-ink-3 aria-[pressed=false]:line-through"
          >
            <span
              className="size-3 rounded-[3px] bg-forecast"
              style={{ opacity: shown.has(band) ? bandOpacity[band] + 0.12 : 0.05 }}
            />
            {formatPercent(band / 100)} range
          </button>
        ))}
      {step === 'day' && input.previous && (
        <Mark name="Forecast before">
          <span className="h-0.5 w-4 rounded bg-[var(--ghost)]" />
        </Mark>
      )}
      {step === 'day' && (input.unavailable?.length ?? 0) > 0 && (
        <Mark name="Out of stock or closed">
          <span className="hatch size-3 rounded-[3px]" />
        </Mark>
      )}
      {step === 'day' && (input.marks?.length ?? 0) > 0 && (
        <Mark name="In the calendar">
          <span className="size-2 rotate-45 bg-violet" />
        </Mark>
      )}
      {step !== 'day' && (
        <span className="text-ink-3">
          Ranges of single {step}s cannot be had by adding days. {totalsNote}
        </span>
      )}
    </div>
  );
}
