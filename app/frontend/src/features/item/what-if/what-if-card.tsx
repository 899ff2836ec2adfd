import type { Forecast, Scenario, ScenarioInput } from '@ordernimbus/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { meQuery } from '../../../api/queries.ts';
import { request } from '../../../api/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Chart } from '../../../ui/charts/chart.tsx';
import { usePalette } from '../../../ui/charts/palette.ts';
import { addDays } from '../../../ui/format/dates.ts';
import { Card } from '../../../ui/page.tsx';
import { Notice, Skeleton } from '../../../ui/states.tsx';
import { ScenarioFields } from './scenario-fields.tsx';
import { emptyForm, type FormErrors, readForm } from './scenario-form.ts';
import { scenarioOption } from './scenario-option.ts';
import { scenarioSentence } from './scenario-sentence.ts';

/** What a promotion or another price would do to this item: forecast again beside the forecast as it stands. */
export function WhatIfCard({ forecast }: { readonly forecast: Forecast }) {
  const first = forecast.forecast.from;
  const last = addDays(first, forecast.forecast.mean.length - 1);
  const [form, setForm] = useState(() => emptyForm(first));
  const [errors, setErrors] = useState<FormErrors>({});
  const preview = useMutation({
    mutationFn: (input: ScenarioInput) =>
      request<Scenario>('/v1/scenarios/preview', { method: 'POST', body: input }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { change, errors: wrong } = readForm(form, first, last);
    setErrors(wrong);
    const { itemId, locationId } = forecast;
    if (change) preview.mutate({ itemId, locationId, ...change });
  };
  return (
    <Card title="What if" context="Another price or a promotion, tried on this item. Nothing is stored.">
      <form onSubmit={submit} className="grid grid-cols-2 gap-3" noValidate>
        <ScenarioFields form={form} onChange={setForm} errors={errors} first={first} last={last} />
        <div className="col-span-2">
          <Button type="submit" variant="primary" icon={FlaskConical} busy={preview.isPending}>
            {preview.isPending ? 'Forecasting…' : 'Forecast it'}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="mt-4 space-y-3 empty:hidden">
        {preview.isPending && <Skeleton className="h-52 w-full" />}
        {preview.isError && <Notice tone="red">{preview.error.message}</Notice>}
        {preview.isSuccess && <Result scenario={preview.data} />}
      </div>
    </Card>
  );
}

function Result({ scenario }: { readonly scenario: Scenario }) {
  const palette = usePalette();
  const me = useQuery(meQuery);
  const sentence = scenarioSentence(scenario, me.data?.tenant.currency ?? 'USD');
  const option = useMemo(() => scenarioOption(scenario, palette), [scenario, palette]);
  return (
    <>
      <p className="text-base font-medium">{sentence}</p>
      {scenario.notes.map(({ code, detail }) => (
        <Notice key={code} tone="amber">
          {detail}
        </Notice>
      ))}
      <Chart option={option} height={200} label={`Forecast with the change and as it stands. ${sentence}`} />
      <p className="flex flex-wrap gap-x-4 text-xs text-ink-2">
        <span>Solid: with the change, and where 8 in 10 days should fall</span>
        <span>Dashed: as it stands</span>
      </p>
    </>
  );
}
