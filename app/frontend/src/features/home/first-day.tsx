import type { Freshness } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { Check, Store, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { configQuery } from '../../api/queries.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatPercent } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { useEnter } from '../auth/use-enter.ts';

function Step({
  number,
  title,
  children,
  state,
  action,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
  readonly state: 'done' | 'now' | 'later';
  readonly action?: ReactNode;
}) {
  return (
    <li className="flex gap-4 border-t border-line p-5 first:border-t-0">
      <span
        className={cx(
          'flex size-8 shrink-0 items-center justify-center rounded-full text-sm font-semibold',
          state === 'done' && 'bg-green-soft text-green',
          state === 'now' && 'bg-accent text-accent-ink',
          state === 'later' && 'bg-sunken text-ink-3 ring-1 ring-line',
        )}
      >
        {state === 'done' ? <Check aria-label="Done" className="size-4" /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="mt-0.5 max-w-xl text-ink-2">{children}</p>
        {action && <div className="mt-4">{action}</div>}
      </div>
    </li>
  );
}

function SampleShop() {
  const config = useQuery(configQuery);
  const enter = useEnter<Record<string, never>>('/v1/auth/sample');
  if (!config.data?.localMode || !config.data.sampleAvailable) return null;
  return (
    <Card title="Look first">
      <p className="text-ink-2">
        The sample shop holds real sales of a gift wholesaler, already forecast: every screen is full.
      </p>
      <Button className="mt-4" icon={Store} busy={enter.isPending} onClick={() => enter.mutate({})}>
        Open the sample shop
      </Button>
      {enter.error && <p className="mt-2 text-sm text-red">{enter.error.message}</p>}
      <p className="mt-4 text-xs text-ink-3">{config.data.attribution}</p>
    </Card>
  );
}

/** The three steps of the first day; the middle one does itself. */
export function FirstDay({ freshness }: { readonly freshness: Freshness }) {
  const hasSales = freshness.dataTo !== null;
  const running = freshness.state === 'running';
  const share = freshness.progress === null ? '' : ` ${formatPercent(freshness.progress)} done.`;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
      <Card flush>
        <ol>
          <Step
            number={1}
            title="Bring your sales"
            state={hasSales ? 'done' : 'now'}
            action={
              !hasSales && (
                <ButtonLink to="/data" variant="primary" icon={Upload}>
                  Import sales
                </ButtonLink>
              )
            }
          >
            An Excel workbook or any CSV or TSV export: sales by day, week or month, invoice lines or till
            lines. You see what was read before anything changes.
          </Step>
          <Step number={2} title="The forecast runs by itself" state={hasSales ? 'now' : 'later'}>
            {running
              ? `It is being made now.${share}`
              : 'It starts when the import is done, and again every night.'}
          </Step>
          <Step number={3} title="Say what is in stock, then order" state="later">
            Enter stock, lead times and suppliers in Reorder, or import them. Suggested quantities appear at
            once.
          </Step>
        </ol>
      </Card>
      <SampleShop />
    </div>
  );
}
