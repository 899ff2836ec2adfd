import { runHorizonDays } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical, Square } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { calendarStatusQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/field.tsx';
import { addDays, formatDay } from '../../ui/format/dates.ts';
import { NeedsSales } from '../../ui/needs-sales.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Loading, QueryView, SkeletonCard, SkeletonRows } from '../../ui/states.tsx';
import { useSearch } from '../../ui/use-search.ts';
import { readFilter } from '../explorer/filter.ts';
import { ScenarioFields } from '../item/what-if/scenario-fields.tsx';
import { emptyForm, type FormErrors, readForm } from '../item/what-if/scenario-form.ts';
import { ScenarioResult } from './scenario-result.tsx';
import { ScopeFields, writeScope } from './scope-fields.tsx';
import { TermsWorkbench } from './terms-workbench.tsx';
import { useScenario } from './use-scenario.ts';

function ForecastWorkbench({
  cutoff,
  categories,
}: {
  readonly cutoff: string;
  readonly categories: readonly string[];
}) {
  const first = addDays(cutoff, 1);
  const last = addDays(cutoff, runHorizonDays);
  const [search, changeSearch] = useSearch();
  const { locationId, category } = readFilter(search);
  const [form, setForm] = useState(() => emptyForm(first));
  const [errors, setErrors] = useState<FormErrors>({});
  const { state, run, stop } = useScenario();
  const isBusy = state.step === 'finding' || state.step === 'forecasting';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { change, errors: wrong } = readForm(form, first, last);
    setErrors(wrong);
    if (change) void run({ locationId, category }, change);
  };
  return (
    <div className="grid items-start gap-4 sm:gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Card
        title="The change"
        context={`On days from ${formatDay(first, 'short')} to ${formatDay(last)}, which the forecast covers.`}
      >
        <form onSubmit={submit} className="grid grid-cols-2 gap-3" noValidate>
          <ScopeFields
            scope={{ locationId, category }}
            categories={categories}
            onChange={(change) => changeSearch((now) => writeScope(now, change))}
          />
          <ScenarioFields form={form} onChange={setForm} errors={errors} first={first} last={last} />
          <div className="col-span-2 flex flex-wrap gap-2">
            <Button type="submit" variant="primary" icon={FlaskConical} busy={isBusy}>
              {isBusy ? 'Forecasting…' : 'Forecast it'}
            </Button>
            {isBusy && (
              <Button icon={Square} onClick={stop}>
                Stop
              </Button>
            )}
          </div>
        </form>
      </Card>
      {state.step === 'none' && (
        <Card>
          <EmptyState icon={FlaskConical} title="Two plans beside each other">
            Choose whose prices or promotions change, and on which days. Each item is forecast again with the
            change, beside the plan as it stands.
          </EmptyState>
        </Card>
      )}
      {state.step === 'finding' && (
        <Loading label="Looking for the items">
          <SkeletonRows rows={6} />
        </Loading>
      )}
      {state.step === 'failed' && <ErrorState error={state.error} />}
      {(state.step === 'forecasting' || state.step === 'stopped' || state.step === 'done') && (
        <ScenarioResult state={state} />
      )}
    </div>
  );
}

const tries = [
  { value: 'forecast', label: 'Promotion or price' },
  { value: 'terms', label: 'Ordering terms' },
] as const;

/** What is tried stands in the address with the part of the shop; the rest of it belongs to the other one. */
function Tries({ cutoff, categories }: { readonly cutoff: string; readonly categories: readonly string[] }) {
  const [search, changeSearch] = useSearch();
  const tried = search.get('try') === 'terms' ? 'terms' : 'forecast';
  return (
    <div className="space-y-4">
      <Segmented
        label="What to try"
        value={tried}
        options={tries}
        onChange={(next) =>
          changeSearch((now) => {
            for (const name of [...now.keys()]) {
              if (name !== 'locationId' && name !== 'category') now.delete(name);
            }
            if (next === 'terms') now.set('try', next);
          })
        }
      />
      {tried === 'terms' ? (
        <TermsWorkbench categories={categories} />
      ) : (
        <ForecastWorkbench key={cutoff} cutoff={cutoff} categories={categories} />
      )}
    </div>
  );
}

/** What another price, a promotion or other terms of ordering would do to a part of the shop, line by line and in total. */
export function ScenariosPage() {
  const status = useQuery(calendarStatusQuery);
  return (
    <Page
      title="Scenarios"
      context="A promotion, another price or other terms of ordering, tried and compared with the plan as it stands. Nothing is stored."
    >
      <QueryView query={status} skeleton={<SkeletonCard className="h-96" />}>
        {({ cutoff, categories }) =>
          cutoff === null ? (
            <Card>
              <NeedsSales icon={FlaskConical} title="There is no forecast yet">
                A scenario changes a forecast. The first one is made when sales are in.
              </NeedsSales>
            </Card>
          ) : (
            <Tries cutoff={cutoff} categories={categories} />
          )
        }
      </QueryView>
    </Page>
  );
}
