import type { AttentionRow } from '@ordernimbus/contracts';
import {
  CircleAlert,
  CircleCheck,
  FileWarning,
  type LucideIcon,
  PackageX,
  TrendingDown,
  TrendingUp,
  Warehouse,
} from 'lucide-react';
import { Link } from 'react-router';
import { useCurrency } from '../../app/use-me.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { formatMoney } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { EmptyState } from '../../ui/states.tsx';

interface Kind {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly action: string;
}
const kinds: Record<AttentionRow['kind'], Kind> = {
  will_run_out: { word: 'Will run out', icon: PackageX, tone: 'red', action: 'Order' },
  overstock: { word: 'Overstock', icon: Warehouse, tone: 'amber', action: 'Review' },
  demand_up: { word: 'Demand up', icon: TrendingUp, tone: 'accent', action: 'Look' },
  demand_down: { word: 'Demand down', icon: TrendingDown, tone: 'neutral', action: 'Look' },
  import_problem: { word: 'Import', icon: FileWarning, tone: 'amber', action: 'Open' },
  failed_series: { word: 'No forecast', icon: CircleAlert, tone: 'red', action: 'Open' },
};

function target(row: AttentionRow): string {
  if (row.importId) return `/data/imports/${row.importId}`;
  return row.itemId && row.locationId ? `/items/${row.itemId}/${row.locationId}` : '/data';
}
function actionTarget(row: AttentionRow): string {
  const orders = row.kind === 'will_run_out' || row.kind === 'overstock';
  return orders && row.itemId && row.locationId
    ? `/reorder?open=${row.itemId}-${row.locationId}`
    : target(row);
}

function Row({ row }: { readonly row: AttentionRow }) {
  const currency = useCurrency();
  const kind = kinds[row.kind];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 first:border-t-0 sm:px-5 lg:grid-cols-[124px_minmax(0,1fr)_120px_112px_84px]">
      <div className="max-lg:col-span-2">
        <Chip tone={kind.tone} icon={kind.icon}>
          {kind.word}
        </Chip>
      </div>
      <div className="min-w-0">
        <p className="truncate font-medium">
          <Link to={target(row)} className="underline-offset-2 hover:underline">
            {row.title}
          </Link>
          {row.locationName && <span className="font-normal text-ink-2"> · {row.locationName}</span>}
        </p>
        <p className="text-sm text-ink-2">{row.reason}</p>
      </div>
      <Sparkline className="max-lg:hidden" history={row.sparkHistory} forecast={row.sparkForecast} />
      <p className="num text-right font-medium">
        {row.moneyMinor === null ? '' : formatMoney(row.moneyMinor, currency, 'whole')}
      </p>
      <div className="text-right max-lg:col-span-2 max-lg:hidden">
        <ButtonLink to={actionTarget(row)} size="sm" aria-label={`${kind.action}: ${row.title}`}>
          {kind.action}
        </ButtonLink>
      </div>
    </li>
  );
}

function NothingToDo({ stockKnown }: { readonly stockKnown: boolean }) {
  return stockKnown ? (
    <EmptyState icon={CircleCheck} title="Nothing needs you today">
      No item runs out before its next delivery, and every import went through.
    </EmptyState>
  ) : (
    <EmptyState
      icon={CircleAlert}
      title="What runs out is not known yet"
      action={<ButtonLink to="/reorder?status=no_stock_data">Enter stock</ButtonLink>}
    >
      Say what is on hand, in Reorder or by a stock file. Demand is steady, and every import went through.
    </EmptyState>
  );
}

export function AttentionList({
  rows,
  stockKnown,
}: {
  readonly rows: readonly AttentionRow[];
  readonly stockKnown: boolean;
}) {
  return (
    <Card title="Today" context="Ranked by the money at risk." flush>
      {rows.length === 0 ? (
        <NothingToDo stockKnown={stockKnown} />
      ) : (
        <ul className="border-t border-line">
          {rows.map((row) => (
            <Row
              key={`${row.kind}-${row.importId ?? ''}-${row.itemId ?? ''}-${row.locationId ?? ''}`}
              row={row}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}
