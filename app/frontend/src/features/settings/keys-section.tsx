import type { ApiKey, ApiKeyCreated, ApiKeyInput, Scope } from '@ordernimbus/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpen, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { apiKeysQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { useCan } from '../../app/use-me.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Checkbox, Field, Input } from '../../ui/field.tsx';
import { formatInstant } from '../../ui/format/dates.ts';
import { Card } from '../../ui/page.tsx';
import { EmptyState, Notice, QueryView, SkeletonRows } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { FormError } from '../auth/form-error.tsx';
import { OnceSecret } from './once-secret.tsx';

const scopes: Readonly<Record<Scope, string>> = {
  read: 'Read everything',
  import: 'Import files',
  plan: 'Start forecasts, change planning',
  admin: 'Team, keys and settings',
};
const scopeNames = Object.keys(scopes) as Scope[];

function CreateKey() {
  const client = useQueryClient();
  const [created, setCreated] = useState<ApiKeyCreated>();
  const { register, handleSubmit, reset, formState } = useForm<ApiKeyInput>({
    defaultValues: { scopes: ['read'] },
  });
  const create = useMutation({
    mutationFn: (input: ApiKeyInput) =>
      request<ApiKeyCreated>('/v1/api-keys', { method: 'POST', body: input }),
    onSuccess: async (made) => {
      setCreated(made);
      reset();
      await client.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  return (
    <Card
      title="Create a key"
      actions={
        <a href="/docs" className={buttonClass('ghost', 'sm')}>
          <BookOpen aria-hidden className="size-4" strokeWidth={1.75} />
          API reference
        </a>
      }
    >
      <form noValidate className="space-y-4" onSubmit={handleSubmit((input) => create.mutate(input))}>
        <Field
          label="Name"
          hint="What will use it, for example: nightly export."
          error={formState.errors.name?.message}
        >
          {(ids) => <Input {...ids} {...register('name', { required: 'Give the key a name.' })} />}
        </Field>
        <fieldset>
          <legend className="mb-1 text-sm font-medium">May</legend>
          <div className="grid gap-1 sm:grid-cols-2">
            {scopeNames.map((scope) => (
              <Checkbox
                key={scope}
                label={scopes[scope]}
                value={scope}
                {...register('scopes', {
                  validate: (chosen) => chosen.length > 0 || 'Choose at least one right.',
                })}
              />
            ))}
          </div>
          {formState.errors.scopes && (
            <p className="mt-1 text-xs font-medium text-red">{formState.errors.scopes.message}</p>
          )}
        </fieldset>
        <FormError error={create.error} />
        <Button type="submit" variant="primary" busy={create.isPending}>
          Create the key
        </Button>
      </form>
      {created && (
        <OnceSecret
          title={created.apiKey.name}
          text="Copy the key now: it is shown this once, and only its fingerprint is kept."
          secret={created.secret}
          onClose={() => setCreated(undefined)}
        />
      )}
    </Card>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => request<void>(`/v1/api-keys/${apiKey.id}`, { method: 'DELETE' }),
    onSuccess: () => showToast(`${apiKey.name} no longer works`),
    onError: (error) => showToast(error.message, { failed: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  return (
    <li className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {apiKey.name} <code className="font-normal text-ink-3">{apiKey.prefix}…</code>
        </p>
        <p className="text-sm text-ink-2">
          {apiKey.scopes.join(', ')} · created {formatInstant(apiKey.createdAt)} ·{' '}
          {apiKey.lastUsedAt ? `last used ${formatInstant(apiKey.lastUsedAt)}` : 'never used'}
        </p>
      </div>
      {apiKey.revokedAt ? (
        <Chip>Revoked</Chip>
      ) : (
        <Button
          variant="danger"
          busy={revoke.isPending}
          aria-label={`Revoke ${apiKey.name}`}
          onClick={() => revoke.mutate()}
        >
          Revoke
        </Button>
      )}
    </li>
  );
}

function Keys() {
  const query = useQuery(apiKeysQuery);
  return (
    <Card title="Keys" flush>
      <QueryView query={query} skeleton={<SkeletonRows rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={KeyRound} title="No keys yet">
              A key lets a program of yours read forecasts or send sales.
            </EmptyState>
          ) : (
            <ul>
              {items.map((apiKey) => (
                <KeyRow key={apiKey.id} apiKey={apiKey} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  );
}

export function KeysSection() {
  const canEdit = useCan('admin');
  if (!canEdit) return <Notice tone="neutral">Only an owner can see and change API keys.</Notice>;
  return (
    <>
      <CreateKey />
      <Keys />
    </>
  );
}
