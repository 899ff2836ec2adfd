import type { Invitation, InvitationCreated, InviteInput, Member, Role } from '@ordernimbus/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { invitationsQuery, membersQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { useCan, useMe } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { formatInstant } from '../../ui/format/dates.ts';
import { Card } from '../../ui/page.tsx';
import { QueryView, SkeletonRows } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { emailRules } from '../auth/email-rules.ts';
import { FormError } from '../auth/form-error.tsx';
import { OnceSecret } from './once-secret.tsx';

const roles: Readonly<Record<Role, string>> = {
  owner: 'Owner: everything',
  planner: 'Planner: data and orders',
  viewer: 'Viewer: looks only',
};
const roleNames = Object.keys(roles) as Role[];

function useTeamChange(done: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body }: { path: string; method: 'PATCH' | 'DELETE'; body?: unknown }) =>
      request<unknown>(path, { method, body }),
    onSuccess: () => showToast(done),
    onError: (error) => showToast(error.message, { failed: true }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['members'] }),
        client.invalidateQueries({ queryKey: ['invitations'] }),
      ]),
  });
}

function MemberRow({ member, canEdit }: { readonly member: Member; readonly canEdit: boolean }) {
  const me = useMe();
  const change = useTeamChange('Team changed');
  const isMe = member.userId === me.userId;
  return (
    <li className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <p className="truncate font-medium">
          {member.name} {isMe && <span className="font-normal text-ink-3">(you)</span>}
        </p>
        <p className="truncate text-sm text-ink-2">{member.email}</p>
      </div>
      {canEdit ? (
        <>
          <div className="w-48 max-sm:flex-1">
            <Field label={`Role of ${member.name}`} hideLabel>
              {(ids) => (
                <Select
                  {...ids}
                  value={member.role}
                  onChange={(event) =>
                    change.mutate({
                      path: `/v1/members/${member.userId}`,
                      method: 'PATCH',
                      body: { role: event.target.value },
                    })
                  }
                >
                  {roleNames.map((role) => (
                    <option key={role} value={role}>
                      {roles[role]}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <Button
            variant="danger"
            disabled={isMe}
            aria-label={`Remove ${member.name}`}
            onClick={() => change.mutate({ path: `/v1/members/${member.userId}`, method: 'DELETE' })}
          >
            Remove
          </Button>
        </>
      ) : (
        <Chip>{member.role}</Chip>
      )}
    </li>
  );
}

function InvitationRow({ invitation }: { readonly invitation: Invitation }) {
  const change = useTeamChange('Invitation withdrawn');
  return (
    <li className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{invitation.email}</p>
        <p className="text-sm text-ink-2">
          Invited as {invitation.role}, open until {formatInstant(invitation.expiresAt)}
        </p>
      </div>
      <Button
        aria-label={`Withdraw the invitation of ${invitation.email}`}
        onClick={() => change.mutate({ path: `/v1/invitations/${invitation.id}`, method: 'DELETE' })}
      >
        Withdraw
      </Button>
    </li>
  );
}

function Invite() {
  const client = useQueryClient();
  const { register, handleSubmit, reset, formState } = useForm<InviteInput>({
    defaultValues: { role: 'planner' },
  });
  const [created, setCreated] = useState<InvitationCreated>();
  const invite = useMutation({
    mutationFn: (input: InviteInput) =>
      request<InvitationCreated>('/v1/invitations', { method: 'POST', body: input }),
    onSuccess: async (made) => {
      setCreated(made);
      reset();
      await client.invalidateQueries({ queryKey: ['invitations'] });
    },
  });
  return (
    <Card title="Invite someone">
      <form
        noValidate
        className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_220px_auto]"
        onSubmit={handleSubmit((input) => invite.mutate(input))}
      >
        <Field label="E-mail" error={formState.errors.email?.message}>
          {(ids) => (
            <Input {...ids} type="email" {...register('email', emailRules('Enter an e-mail address.'))} />
          )}
        </Field>
        <Field label="Role">
          {(ids) => (
            <Select {...ids} {...register('role')}>
              {roleNames.map((role) => (
                <option key={role} value={role}>
                  {roles[role]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" variant="primary" className="!h-9 sm:mt-6" busy={invite.isPending}>
          Invite
        </Button>
      </form>
      <div className="mt-3 empty:hidden">
        <FormError error={invite.error} />
      </div>
      {created && (
        <OnceSecret
          title={`Invitation for ${created.invitation.email}`}
          text="Send this link to them. It is shown this once."
          secret={`${location.origin}/invite#${encodeURIComponent(created.token)}`}
          onClose={() => setCreated(undefined)}
        />
      )}
    </Card>
  );
}

function Invitations() {
  const query = useQuery(invitationsQuery);
  if (!query.data || query.data.items.length === 0) return null;
  return (
    <Card title="Open invitations" flush>
      <ul>
        {query.data.items.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  );
}

export function TeamSection() {
  const query = useQuery(membersQuery);
  const canEdit = useCan('admin');
  return (
    <>
      {canEdit && <Invite />}
      <Card title="People" flush>
        <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
          {({ items }) => (
            <ul>
              {items.map((member) => (
                <MemberRow key={member.userId} member={member} canEdit={canEdit} />
              ))}
            </ul>
          )}
        </QueryView>
      </Card>
      {canEdit && <Invitations />}
    </>
  );
}
