import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { suppliersQuery, termsQuery } from '../../api/queries.ts';
import { useCurrency } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { Card } from '../../ui/page.tsx';
import { EmptyState, QueryView, SkeletonCard } from '../../ui/states.tsx';
import { useSearch } from '../../ui/use-search.ts';
import { ScopeFields, writeScope } from './scope-fields.tsx';
import {
  parseTerms,
  readTermsForm,
  readTermsOrder,
  readTermsScope,
  type TermsErrors,
  terms,
  writeTermsForm,
} from './terms-form.ts';
import { TermsResult } from './terms-result.tsx';

/** Lines that are shown; totals are of all. */
const mostLines = 500;

function readTableSort(search: URLSearchParams) {
  const id = search.get('sort');
  return id ? ({ id, direction: search.get('direction') === 'asc' ? 'asc' : 'desc' } as const) : undefined;
}

const waiting = (
  <>
    <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-3 xl:grid-cols-6">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <SkeletonCard key={key} className="h-[116px]" />
      ))}
    </div>
    <SkeletonCard className="mt-6 h-96" />
  </>
);

/** Other terms of ordering for a part of the reorder list. The address holds the question, so it can be sent and gone back to. */
export function TermsWorkbench({ categories }: { readonly categories: readonly string[] }) {
  const currency = useCurrency();
  const [search, changeSearch] = useSearch();
  const scope = readTermsScope(search);
  const asked = parseTerms(readTermsForm(search), currency);
  const [form, setForm] = useState(() => readTermsForm(search));
  const [errors, setErrors] = useState<TermsErrors>(asked.errors);
  const [text, setText] = useState(scope.search ?? '');
  const [isEmpty, setEmpty] = useState(false);
  const suppliers = useQuery(suppliersQuery);
  const sort = readTableSort(search);
  const isAsked = Object.keys(asked.set).length > 0 && Object.keys(asked.errors).length === 0;
  const query = useQuery({
    ...termsQuery({
      selection: { filter: scope },
      set: asked.set,
      ...readTermsOrder(sort),
      limit: mostLines,
    }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const isBusy = query.isFetching;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { set, errors: wrong } = parseTerms(form, currency);
    setErrors(wrong);
    const nothing = Object.keys(set).length === 0 && Object.keys(wrong).length === 0;
    setEmpty(nothing);
    if (nothing || Object.keys(wrong).length > 0) return;
    if (isAsked && query.isError) void query.refetch();
    changeSearch((now) => {
      writeTermsForm(now, form);
      if (text.trim()) now.set('search', text.trim());
      else now.delete('search');
    });
  };
  return (
    <div className="space-y-4 sm:space-y-6">
      <Card
        title="The terms to try"
        context="Of the lines that you choose; a field that stays empty leaves the term as it stands."
      >
        <form onSubmit={submit} noValidate className="space-y-4">
          <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            <ScopeFields
              scope={scope}
              categories={categories}
              suppliers={suppliers.data?.items.map(({ supplier }) => supplier) ?? []}
              onChange={(change) => changeSearch((now) => writeScope(now, change))}
            />
            <Field label="Name or SKU">
              {(ids) => (
                <Input
                  {...ids}
                  type="search"
                  value={text}
                  placeholder="All items"
                  onChange={({ target }) => setText(target.value)}
                />
              )}
            </Field>
          </div>
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
            {terms.map(({ name, label, unit, kind }) => (
              <Field
                key={name}
                label={`${label} (${kind === 'money' ? currency : unit})`}
                error={errors[name]}
              >
                {(ids) => (
                  <Input
                    {...ids}
                    value={form[name] ?? ''}
                    inputMode="decimal"
                    placeholder="As it stands"
                    className="num"
                    onChange={({ target }) => setForm({ ...form, [name]: target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" icon={FlaskConical} busy={isBusy}>
              {isBusy ? 'Comparing…' : 'Compare the plans'}
            </Button>
            {isEmpty && (
              <p role="alert" className="text-sm font-medium text-red">
                Enter at least one term.
              </p>
            )}
          </div>
        </form>
      </Card>
      {!isAsked ? (
        <Card>
          <EmptyState icon={FlaskConical} title="Two plans beside each other">
            Another lead time, service level, or the packs of another supplier: every line is planned again
            with it, beside the plan as it stands.
          </EmptyState>
        </Card>
      ) : (
        <QueryView query={query} skeleton={waiting}>
          {(answer) => (
            <TermsResult answer={answer} scope={scope} sort={sort} isOld={query.isPlaceholderData} />
          )}
        </QueryView>
      )}
    </div>
  );
}
