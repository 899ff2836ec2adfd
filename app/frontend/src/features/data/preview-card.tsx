import type { ImportPreview } from '@ordernimbus/contracts';
import { Copy } from 'lucide-react';
import { useCurrency } from '../../app/use-me.ts';
import { cx } from '../../ui/cx.ts';
import { formatDay } from '../../ui/format/dates.ts';
import { formatNumber, formatUnits, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { FindingsList } from './findings-list.tsx';
import { salesValue } from './sales-value.ts';

export function PreviewCard({
  preview,
  stale,
}: {
  readonly preview: ImportPreview;
  readonly stale: boolean;
}) {
  const currency = useCurrency();
  const figures: readonly (readonly [string, string, string])[] = [
    ['Days', `${formatDay(preview.firstDay)} – ${formatDay(preview.lastDay)}`, ''],
    ['Items', formatNumber(preview.items), `${formatNumber(preview.newItems)} new`],
    ['Locations', formatNumber(preview.locations), `${formatNumber(preview.newLocations)} new`],
    ['Units sold', formatUnits(preview.unitsSold), `${formatUnits(preview.unitsReturned)} returned`],
    ['Sales', salesValue(preview.revenueMinor, preview.findings ?? [], currency), ''],
  ];
  return (
    <Card title="What will change" context={preview.identity}>
      <dl
        aria-busy={stale}
        className={cx(
          'grid gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-[2fr_1fr_1fr_1fr_1fr]',
          stale && 'opacity-50',
        )}
      >
        {figures.map(([name, value, detail]) => (
          <div key={name}>
            <dt className="text-sm text-ink-2">{name}</dt>
            <dd className="num text-lg font-semibold">{value}</dd>
            {detail && <dd className="num text-sm text-ink-3">{detail}</dd>}
          </div>
        ))}
      </dl>
      {(preview.findings ?? []).length > 0 && (
        <div className="-mx-4 mt-4 -mb-3 sm:-mx-5">
          <FindingsList findings={preview.findings ?? []} />
        </div>
      )}
      {(preview.overlaps.itemDays > 0 || preview.overlaps.sameFileAs) && (
        <div className="mt-4">
          <Notice tone="amber" icon={Copy}>
            {preview.overlaps.sameFileAs
              ? 'This very file was imported before: importing it again changes nothing.'
              : `${plural(preview.overlaps.itemDays, 'daily figure')} ${preview.overlaps.itemDays === 1 ? 'comes' : 'come'} from earlier imports too. ${preview.overlaps.rule}`}
          </Notice>
        </div>
      )}
    </Card>
  );
}
