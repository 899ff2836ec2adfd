import type { Import } from '@ordernimbus/contracts';
import { X } from 'lucide-react';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber, formatPercent, formatSeconds } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { useImportAction } from './use-import-action.ts';

const words: Partial<Record<Import['status'], string>> = {
  uploading: 'The file is arriving',
  inspecting: 'Reading the file',
  queued: 'Waiting for its turn',
  running: 'Importing',
  undoing: 'Taking the import back',
};

/** Read from the server every second, so a reload or another person sees the same. */
export function ImportProgress({ item }: { readonly item: Import }) {
  const action = useImportAction(item.id);
  const canImport = useCan('import');
  const { progress } = item;
  const share = progress && progress.total > 0 ? progress.done / progress.total : null;
  const details = [
    share !== null && formatPercent(share),
    progress &&
      progress.total > 0 &&
      `${formatNumber(progress.done)} of ${formatNumber(progress.total)} rows`,
    progress?.rowsPerSecond !== undefined && `${formatNumber(progress.rowsPerSecond)} rows a second`,
    progress?.secondsLeft !== undefined && `about ${formatSeconds(progress.secondsLeft)} left`,
  ].filter(Boolean);
  return (
    <Card
      title={words[item.status] ?? 'Working'}
      context="You can leave this page; it goes on."
      actions={
        canImport &&
        (item.status === 'running' || item.status === 'queued') && (
          <Button icon={X} busy={action.isPending} onClick={() => action.mutate({ verb: 'cancel' })}>
            Cancel
          </Button>
        )
      }
    >
      <p className="text-sm">{progress?.stage}</p>
      <ProgressBar share={share} label={words[item.status] ?? 'Import'} />
      <p className="num text-sm text-ink-2" aria-live="polite">
        {details.join(' · ')}
      </p>
    </Card>
  );
}
