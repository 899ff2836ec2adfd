import type { ForecastRun } from '@ordernimbus/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChartSpline, CircleAlert, CircleCheck, CircleSlash, LoaderCircle, Play } from 'lucide-react';
import { useState } from 'react';
import { runFailuresQuery, runsQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatInstant } from '../../ui/format/dates.ts';
import { formatSeconds, plural } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { EmptyState, QueryView, Skeleton, SkeletonRows } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ProgressBar } from './progress-bar.tsx';

const triggers: Record<ForecastRun['trigger'], string> = {
  import: 'After an import',
  nightly: 'Nightly',
  manual: 'By hand',
  sample: 'Sample shop',
};
const isWorking = ({ status }: ForecastRun) =>
  status === 'queued' || status === 'freezing' || status === 'running' || status === 'finishing';

function RunStatus({ run }: { readonly run: ForecastRun }) {
  if (isWorking(run))
    return (
      <Chip tone="accent" icon={LoaderCircle}>
        Running
      </Chip>
    );
  if (run.status === 'failed')
    return (
      <Chip tone="red" icon={CircleAlert}>
        Failed
      </Chip>
    );
  if (run.status === 'cancelled') return <Chip icon={CircleSlash}>Cancelled</Chip>;
  return (
    <Chip tone={run.isCurrent ? 'green' : 'neutral'} icon={CircleCheck}>
      {run.isCurrent ? 'Current' : 'Done'}
    </Chip>
  );
}

function Failures({ runId, onClose }: { readonly runId: string; readonly onClose: () => void }) {
  const query = useQuery(runFailuresQuery(runId));
  return (
    <Dialog
      open
      onClose={onClose}
      title="Items without a forecast"
      description="Kept as they are, never as zeros."
    >
      <QueryView query={query} skeleton={<Skeleton className="h-40" />}>
        {({ items }) => (
          <ul className="divide-y divide-line">
            {items.map((failure) => (
              <li key={`${failure.itemId}-${failure.locationId}`} className="py-2">
                <p className="font-medium">
                  {failure.itemName} <span className="font-normal text-ink-2">· {failure.locationName}</span>
                </p>
                <p className="text-sm text-ink-2">{failure.detail}</p>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Dialog>
  );
}

function Row({ run, onFailures }: { readonly run: ForecastRun; readonly onFailures: () => void }) {
  const working = isWorking(run);
  const seconds =
    run.startedAt && run.finishedAt ? (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000 : null;
  return (
    <li className="border-t border-line px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="font-medium">
          {triggers[run.trigger]}{' '}
          <span className="font-normal text-ink-2">· {formatInstant(run.createdAt)}</span>
        </p>
        <RunStatus run={run} />
      </div>
      {working && (
        <ProgressBar
          share={run.partitions ? run.partitionsDone / run.partitions : null}
          label="Forecast run"
        />
      )}
      <p className="num text-sm text-ink-2">
        {run.error?.message}
        {!run.error && run.seriesTotal !== null && `${plural(run.seriesTotal, 'series', 'series')}`}
        {working && run.secondsLeft !== null && ` · about ${formatSeconds(run.secondsLeft)} left`}
        {!working && seconds !== null && ` · ${formatSeconds(seconds)}`}
        {run.seriesFailed ? (
          <>
            {' · '}
            <button
              type="button"
              onClick={onFailures}
              className="font-medium text-accent-text hover:underline"
            >
              {plural(run.seriesFailed, 'item')} without a forecast
            </button>
          </>
        ) : null}
      </p>
    </li>
  );
}

export function RunsCard() {
  const query = useQuery(runsQuery);
  const client = useQueryClient();
  const canPlan = useCan('plan');
  const [failuresOf, setFailuresOf] = useState<string>();
  const start = useMutation({
    mutationFn: () => request<ForecastRun>('/v1/forecast-runs', { method: 'POST', body: {} }),
    onSuccess: () => showToast('A new forecast has started'),
    onError: (error) => showToast(error.message, { failed: true }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['runs'] }),
        client.invalidateQueries({ queryKey: ['freshness'] }),
      ]),
  });
  const busy = start.isPending || (query.data?.items.some(isWorking) ?? false);
  return (
    <Card
      title="Forecast runs"
      context="After each import, by hand, and every night on which something changed."
      flush
      actions={
        canPlan && (
          <Button icon={Play} busy={busy} onClick={() => start.mutate()}>
            Forecast now
          </Button>
        )
      }
    >
      <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={ChartSpline} title="No run yet">
              The first one starts by itself when sales are in.
            </EmptyState>
          ) : (
            <ul>
              {items.map((run) => (
                <Row key={run.id} run={run} onFailures={() => setFailuresOf(run.id)} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {failuresOf && <Failures runId={failuresOf} onClose={() => setFailuresOf(undefined)} />}
    </Card>
  );
}
