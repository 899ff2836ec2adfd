import type { RejectionGroup } from '@ordernimbus/contracts';
import { ChevronRight, FileDown } from 'lucide-react';
import { download } from '../../api/request.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';

/** What we did not understand: grouped by reason, with the first examples and all of them as a file. */
export function Rejections({
  importId,
  groups,
  rejectedRows,
}: {
  readonly importId: string;
  readonly groups: readonly RejectionGroup[];
  readonly rejectedRows: number;
}) {
  const save = () =>
    download(`/v1/imports/${importId}/errors.csv`, 'errors.csv').catch((error: unknown) =>
      showToast(error instanceof Error ? error.message : 'The file could not be made.', { failed: true }),
    );
  return (
    <Card
      title="What we did not understand"
      context={
        rejectedRows === 0
          ? 'Every row can be read.'
          : `${plural(rejectedRows, 'row')} set aside; the others go in without them.`
      }
      flush
      actions={
        rejectedRows > 0 && (
          <Button icon={FileDown} onClick={save}>
            errors.csv
          </Button>
        )
      }
    >
      {groups.map((group) => (
        <details
          key={`${group.reason}-${group.message}`}
          className="group border-t border-line px-4 py-3 sm:px-5"
        >
          <summary className="flex list-none items-center gap-2 [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 text-ink-3 transition-transform duration-100 group-open:rotate-90"
            />
            <span className="flex-1 font-medium">{group.message}</span>
            <span className="num shrink-0 text-sm text-ink-2">{plural(group.rows, 'row')}</span>
          </summary>
          <ul className="mt-2 ml-6 space-y-1 text-sm text-ink-2">
            {group.examples.map((example) => (
              <li key={`${example.row}-${example.column}`} className="break-words">
                Row {formatNumber(example.row)}
                {example.column && `, ${example.column}`}:{' '}
                <code className="text-ink">{example.value || 'empty'}</code>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Card>
  );
}
