import type { ForecastRun } from '@ordernimbus/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { calendarStatusQuery, runsQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Says that the current forecast does not know the calendar as it stands, and starts one that does. */
export function PendingNotice() {
  const client = useQueryClient();
  const status = useQuery(calendarStatusQuery);
  const runs = useQuery(runsQuery);
  const canPlan = useCan('plan');
  const working = runs.data?.items.some(({ status: state }) =>
    ['queued', 'freezing', 'running', 'finishing'].includes(state),
  );
  const was = useRef(working);
  useEffect(() => {
    // a finished forecast may know what the one before did not
    if (was.current && !working) void client.invalidateQueries({ queryKey: ['calendar', 'status'] });
    was.current = working;
  }, [working, client]);
  const start = useMutation({
    mutationFn: () => request<ForecastRun>('/v1/forecast-runs', { method: 'POST', body: {} }),
    onError: (error) => showToast(error.message, { failed: true }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['runs'] }),
        client.invalidateQueries({ queryKey: ['freshness'] }),
      ]),
  });
  if (!status.data?.changedSinceForecast) return null;
  return (
    <Notice
      tone="amber"
      action={
        canPlan && (
          <Button
            size="sm"
            icon={Play}
            busy={start.isPending || working === true}
            onClick={() => start.mutate()}
          >
            {working ? 'Forecasting…' : 'Forecast now'}
          </Button>
        )
      }
    >
      The current forecast does not know the latest changes. The next one will: tonight, or now.
    </Notice>
  );
}
