import type { Import, ImportResult as Result } from '@ordernimbus/contracts';
import { ArrowRight } from 'lucide-react';
import { useCurrency } from '../../app/use-me.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format/dates.ts';
import { formatNumber, formatSeconds, formatUnits } from '../../ui/format/numbers.ts';
import { Card, Facts } from '../../ui/page.tsx';
import { FindingsList } from './findings-list.tsx';
import { Rejections } from './rejections.tsx';
import { salesValue } from './sales-value.ts';

export function ImportResult({ item, result }: { readonly item: Import; readonly result: Result }) {
  const currency = useCurrency();
  const sales: [string, string][] = [
    ['Days', `${formatDay(result.firstDay)} – ${formatDay(result.lastDay)}`],
    ['Daily figures changed', formatNumber(result.itemDaysChanged)],
    ['Units sold', formatUnits(result.unitsSold)],
    ['Units returned', formatUnits(result.unitsReturned)],
    ['Sales', salesValue(result.revenueMinor, result.quality, currency)],
  ];
  return (
    <div className="grid items-start gap-4 sm:gap-6 lg:grid-cols-[340px_minmax(0,1fr)]">
      <Card title="What came in">
        <Facts
          facts={[
            ['Rows imported', formatNumber(result.validRows)],
            ['Rows set aside', formatNumber(result.rejectedRows)],
            ['Items', formatNumber(result.items)],
            ['Locations', formatNumber(result.locations)],
            // a stock file says nothing about days
            ...(result.firstDay === null ? [] : sales),
            ['Took', formatSeconds(result.seconds)],
          ]}
        />
        {item.status === 'done' && (
          <ButtonLink to="/forecast" className="mt-4 w-full" icon={ArrowRight}>
            Go to the forecast
          </ButtonLink>
        )}
      </Card>
      <div className="space-y-4 sm:space-y-6">
        {result.rejections.length > 0 && (
          <Rejections importId={item.id} groups={result.rejections} rejectedRows={result.rejectedRows} />
        )}
        {result.quality.length > 0 && (
          <Card title="What we noticed" flush>
            <FindingsList findings={result.quality} />
          </Card>
        )}
      </div>
    </div>
  );
}
