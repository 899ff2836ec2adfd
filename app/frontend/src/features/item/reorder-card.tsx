import { useQuery } from '@tanstack/react-query';
import { reorderExplanationQuery } from '../../api/queries.ts';
import { Card } from '../../ui/page.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';
import { Explanation } from '../reorder/explanation.tsx';

export function ReorderCard({
  itemId,
  locationId,
}: {
  readonly itemId: number;
  readonly locationId: number;
}) {
  const query = useQuery(reorderExplanationQuery(itemId, locationId));
  return (
    <Card title="Reorder">
      <QueryView query={query} skeleton={<Skeleton className="h-60" />}>
        {(explanation) => <Explanation explanation={explanation} />}
      </QueryView>
    </Card>
  );
}
