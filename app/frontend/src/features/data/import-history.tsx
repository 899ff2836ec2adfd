import type { Import } from '@ordernimbus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileSpreadsheet, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { importsQuery } from '../../api/queries.ts';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatDay, formatInstant } from '../../ui/format/dates.ts';
import { formatBytes, formatPercent, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { EmptyState, QueryView, SkeletonRows } from '../../ui/states.tsx';
import { ImportStatus } from './import-status.tsx';
import { useImportAction } from './use-import-action.ts';

export function UndoButton({ item }: { readonly item: Pick<Import, 'id' | 'fileName'> }) {
  const [asking, setAsking] = useState(false);
  const action = useImportAction(item.id);
  return (
    <>
      <Button size="sm" icon={Undo2} onClick={() => setAsking(true)} aria-label={`Undo ${item.fileName}`}>
        Undo
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Take this import back?"
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button
              variant="primary"
              busy={action.isPending}
              onClick={() => action.mutate({ verb: 'undo' }, { onSettled: () => setAsking(false) })}
            >
              Take it back
            </Button>
          </>
        }
      >
        <p className="text-ink-2">
          Every day that {item.fileName} changed is computed again without it, and a new forecast follows. The
          file itself stays in the history.
        </p>
      </Dialog>
    </>
  );
}

function describe(item: Import): string {
  if (item.error) return item.error.message;
  if (item.result) {
    const { validRows, rejectedRows, firstDay, lastDay } = item.result;
    const rejected = rejectedRows > 0 ? `, ${plural(rejectedRows, 'row')} set aside` : '';
    // a stock file has rows but no days of sales
    const days = firstDay && lastDay ? ` · ${formatDay(firstDay)} to ${formatDay(lastDay)}` : '';
    return `${plural(validRows, 'row')}${rejected}${days}`;
  }
  if (item.progress && item.progress.total > 0)
    return `${item.progress.stage} ${formatPercent(item.progress.done / item.progress.total)}`;
  return formatBytes(item.bytes);
}

function Row({ item }: { readonly item: Import }) {
  const canImport = useCan('import');
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-t border-line px-4 py-3 sm:px-5 md:grid-cols-[minmax(0,1fr)_150px_150px_84px]">
      <div className="min-w-0">
        <Link to={`/data/imports/${item.id}`} className="block truncate font-medium hover:underline">
          {item.fileName}
        </Link>
        <p className="text-sm break-words text-ink-2">{describe(item)}</p>
      </div>
      <div>
        <ImportStatus status={item.status} />
      </div>
      <p className="text-sm text-ink-2">{formatInstant(item.createdAt)}</p>
      <div className="text-right">{canImport && item.status === 'done' && <UndoButton item={item} />}</div>
    </li>
  );
}

export function ImportHistory() {
  const query = useInfiniteQuery(importsQuery);
  return (
    <Card title="History" context="Every import can be taken back as a whole." flush>
      <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <EmptyState icon={FileSpreadsheet} title="No imports yet">
                The files you bring stand here, with what each changed.
              </EmptyState>
            );
          return (
            <>
              <ul>
                {items.map((item) => (
                  <Row key={item.id} item={item} />
                ))}
              </ul>
              {query.hasNextPage && (
                <div className="border-t border-line p-3 text-center">
                  <Button busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                    Show older
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </QueryView>
    </Card>
  );
}
