import type { FormulaStep, ReorderExplanation, ReorderLine } from '@ordernimbus/contracts';
import { ChevronRight } from 'lucide-react';
import { useCan, useCurrency } from '../../app/use-me.ts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatMoney, formatUnits } from '../../ui/format/numbers.ts';
import { readable } from '../../ui/format/readable.ts';
import { ParameterFields } from './parameter-fields.tsx';
import { StatusChip } from './status.tsx';

/** One number, closed to its value, opened to its formula and where each input comes from. */
function Step({ step }: { readonly step: FormulaStep }) {
  return (
    <details className="group border-b border-line last:border-b-0">
      <summary className="flex min-h-9 list-none items-center gap-2 py-1.5 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-3 transition-transform duration-100 group-open:rotate-90"
        />
        <span className="flex-1">{step.label}</span>
        <span className="num font-semibold">{readable(step.display)}</span>
      </summary>
      <div className="mb-3 ml-6 rounded-lg bg-sunken p-3">
        <p className="text-sm font-medium break-words">{step.formula}</p>
        <dl className="mt-2 space-y-1.5 text-sm">
          {step.inputs.map((input) => (
            <div key={input.name} className="flex flex-wrap items-baseline justify-between gap-x-4">
              <dt className="text-ink-2">
                {input.name} <span className="text-xs text-ink-3">{input.source}</span>
              </dt>
              <dd className="num font-medium">{readable(input.display)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}

const isPlanned = ({ status }: ReorderLine) => status !== 'no_stock_data' && status !== 'no_forecast';

/** What the order costs and how long the stock lasts, as far as these are known. */
function detailOf(line: ReorderLine, currency: string): string {
  if (line.status === 'no_stock_data') return 'Stock unknown: enter what is on hand below.';
  if (line.status === 'no_forecast') return 'Without a forecast nothing can be suggested.';
  const value = line.valueMinor === null ? 'cost unknown' : formatMoney(line.valueMinor, currency);
  const lasts = line.stockOutOn
    ? `stock lasts until about ${formatDay(line.stockOutOn)}`
    : 'no stock-out in sight';
  return line.suggested > 0 ? `${value} · ${lasts}` : lasts;
}

/** What to order and why: the same in the drawer of the list and on the item's page. */
export function Explanation({ explanation }: { readonly explanation: ReorderExplanation }) {
  const { line, steps } = explanation;
  const currency = useCurrency();
  const canPlan = useCan('plan');
  return (
    <div>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <p className="text-sm text-ink-2">Suggested order</p>
          <p className="num text-2xl font-semibold tracking-[-0.02em]">
            {isPlanned(line) ? formatUnits(line.suggested) : '–'}{' '}
            <span className="text-lg font-medium text-ink-2">units</span>
          </p>
          <p className="text-sm text-ink-2">{detailOf(line, currency)}</p>
        </div>
        <StatusChip status={line.status} />
      </div>
      <div className="mt-4">
        <ParameterFields line={line} disabled={!canPlan} />
      </div>
      <h3 className="mt-5 mb-1 text-sm font-medium">How each number comes about</h3>
      <div className="border-t border-line">
        {steps.map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </div>
    </div>
  );
}
