import type { Import } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight, FileDown } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../api/api-error.ts';
import { importQuery } from '../../api/queries.ts';
import { download } from '../../api/request.ts';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { formatInstant } from '../../ui/format/dates.ts';
import { formatBytes } from '../../ui/format/numbers.ts';
import { Card, Page } from '../../ui/page.tsx';
import { ErrorState, Notice, QueryView, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { UndoButton } from './import-history.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ImportResult } from './import-result.tsx';
import { ImportStatus } from './import-status.tsx';
import { ReviewImport } from './review-import.tsx';

function Body({ item }: { readonly item: Import }) {
  switch (item.status) {
    case 'ready':
      // another sheet is looked at anew
      return <ReviewImport key={`${item.id} ${item.inspection?.workbook?.sheet ?? ''}`} item={item} />;
    case 'uploading':
    case 'inspecting':
    case 'queued':
    case 'running':
    case 'undoing':
      return <ImportProgress item={item} />;
    case 'failed':
      return (
        <ErrorState
          error={
            new ApiError({
              status: 0,
              code: item.error?.code ?? 'internal',
              message: item.error?.message ?? 'The import stopped. Nothing of the file was taken over.',
            })
          }
        />
      );
    case 'cancelled':
      return <Notice tone="neutral">This import was cancelled; nothing of the file was taken over.</Notice>;
    case 'undone':
      return (
        <div className="space-y-4">
          <Notice tone="neutral">
            This import was taken back {formatInstant(item.undoneAt)}. What it once changed is below.
          </Notice>
          {item.result && <ImportResult item={item} result={item.result} />}
        </div>
      );
    case 'done':
      return item.result ? <ImportResult item={item} result={item.result} /> : null;
  }
}

export function ImportPage() {
  const { importId = '' } = useParams();
  const query = useQuery(importQuery(importId));
  const canImport = useCan('import');
  const item = query.data;
  const saveSource = () =>
    download(`/v1/imports/${importId}/source`, item?.fileName ?? 'source').catch((error: unknown) =>
      showToast(error instanceof Error ? error.message : 'The file could not be fetched.', { failed: true }),
    );
  return (
    <Page
      title={item?.fileName ?? 'Import'}
      breadcrumb={
        <nav aria-label="Breadcrumb" className="flex items-center gap-1 text-sm">
          <Link to="/data" className="font-medium text-accent-text hover:underline">
            Data
          </Link>
          <ChevronRight aria-hidden className="size-3.5 text-ink-3" />
          <span className="text-ink-2">Import</span>
        </nav>
      }
      context={
        item && (
          <span className="flex flex-wrap items-center gap-2">
            <ImportStatus status={item.status} />
            {formatBytes(item.bytes)} · {formatInstant(item.createdAt)}
          </span>
        )
      }
      actions={
        item &&
        canImport && (
          <>
            <Button icon={FileDown} onClick={saveSource}>
              The file as it came
            </Button>
            {item.status === 'done' && <UndoButton item={item} />}
          </>
        )
      }
    >
      <QueryView
        query={query}
        skeleton={
          <Card>
            <Skeleton className="h-80" />
          </Card>
        }
      >
        {(data) => <Body item={data} />}
      </QueryView>
    </Page>
  );
}
