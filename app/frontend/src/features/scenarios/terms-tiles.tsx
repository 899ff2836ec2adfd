import type { TermsScenario, TermsTotals } from '@ordernimbus/contracts';
import type { ReactNode } from 'react';
import { useCurrency } from '../../app/use-me.ts';
import { formatChange, formatMoney, formatNumber, formatUnits, plural } from '../../ui/format/numbers.ts';

/** One total by both plans: with the change in front, as it stands under it, the difference beside. */
function TotalTile({
  label,
  before,
  after,
  format,
  isKnown = true,
  children,
}: {
  readonly label: string;
  readonly before: number;
  readonly after: number;
  readonly format: (value: number) => string;
  /** a sum of nothing but unknown parts is no zero */
  readonly isKnown?: boolean;
  readonly children?: ReactNode;
}) {
  const [was, is] = [format(before), format(after)];
  const change = was === is ? 'no change' : formatChange(after, before);
  return (
    <div className="min-w-0 rounded-xl border border-line bg-surface p-4 shadow-1">
      <dt className="text-sm font-medium text-ink-2">{label}</dt>
      <dd className="num mt-2 text-lg font-semibold tracking-[-0.02em] sm:text-2xl">{isKnown ? is : '–'}</dd>
      {isKnown && (
        <dd className="num mt-1 text-sm text-ink-2">
          {change && <span className="block font-medium">{change}</span>}
          {was} as it stands
        </dd>
      )}
      {children && <dd className="mt-1 text-xs text-ink-3 text-pretty">{children}</dd>}
    </div>
  );
}

const without = (lines: number, word: string) =>
  lines > 0 ? `${word} in ${plural(lines, 'line')}` : undefined;

/** What orders, stock and risk come to by the two plans. */
export function TermsTiles({ answer }: { readonly answer: TermsScenario }) {
  const currency = useCurrency();
  const { baseline, scenario, linesPlanned, linesBegin, linesStop } = answer;
  const money = (minor: number) => formatMoney(minor, currency, 'whole');
  const of = (name: keyof TermsTotals) => ({ before: baseline[name], after: scenario[name] });
  const isPlanned = linesPlanned > 0;
  const isNothing = (name: 'valueMinor' | 'safetyStockMinor' | 'atRiskMinor') =>
    baseline[name] === 0 && scenario[name] === 0;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-3 xl:grid-cols-6">
      <TotalTile label="Lines to order" {...of('linesToOrder')} format={formatNumber} isKnown={isPlanned}>
        {linesBegin + linesStop > 0 && `${formatNumber(linesBegin)} begin, ${formatNumber(linesStop)} stop`}
      </TotalTile>
      <TotalTile label="Units to order" {...of('units')} format={formatUnits} isKnown={isPlanned} />
      <TotalTile
        label="Order value"
        {...of('valueMinor')}
        format={money}
        isKnown={isPlanned && !(isNothing('valueMinor') && scenario.linesToOrderWithoutCost > 0)}
      >
        {without(scenario.linesToOrderWithoutCost, 'Cost unknown')}
      </TotalTile>
      <TotalTile
        label="Safety stock"
        {...of('safetyStockMinor')}
        format={money}
        isKnown={!(isNothing('safetyStockMinor') && scenario.linesWithoutValue > 0)}
      >
        {[
          `${formatUnits(scenario.safetyStock)} instead of ${formatUnits(baseline.safetyStock)} units`,
          without(scenario.linesWithoutValue, 'cost unknown'),
        ]
          .filter(Boolean)
          .join('; ')}
      </TotalTile>
      <TotalTile
        label="Sales at risk"
        {...of('atRiskMinor')}
        format={money}
        isKnown={isPlanned && !(isNothing('atRiskMinor') && scenario.linesWithoutPrice > 0)}
      >
        {without(scenario.linesWithoutPrice, 'Price unknown')}
      </TotalTile>
      <TotalTile
        label="Run out before delivery"
        {...of('linesRunOut')}
        format={(lines) => plural(lines, 'line')}
        isKnown={isPlanned}
      />
    </dl>
  );
}
