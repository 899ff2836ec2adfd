import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { qualityQuery } from '../../api/queries.ts';
import { formatDay } from '../../ui/format/dates.ts';
import { Card } from '../../ui/page.tsx';
import { EmptyState, QueryView, SkeletonRows } from '../../ui/states.tsx';
import { FindingsList } from './findings-list.tsx';

export function QualityReport() {
  const query = useQuery(qualityQuery);
  const asOf = query.data?.asOf;
  return (
    <Card
      title="Quality of the data"
      context={asOf ? `The whole shop, as of ${formatDay(asOf.slice(0, 10))}.` : 'The whole shop.'}
      flush
    >
      <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={ShieldCheck} title="Nothing to report">
              What is noticed about gaps, returns and unusual days stands here.
            </EmptyState>
          ) : (
            <FindingsList findings={items} />
          )
        }
      </QueryView>
    </Card>
  );
}
