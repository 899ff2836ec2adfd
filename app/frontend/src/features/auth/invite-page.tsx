import type { AcceptInvitationInput } from '@ordernimbus/contracts';
import { useForm } from 'react-hook-form';
import { useLocation } from 'react-router';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { FormError } from './form-error.tsx';
import { useEnter } from './use-enter.ts';

/** A link that was cut or mistyped may hold what cannot be decoded; such a token is none. */
function readToken(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return '';
  }
}

/** The token stands behind the #, so that it reaches no server log. */
export function InvitePage() {
  const { hash } = useLocation();
  const token = readToken(hash);
  const { register, handleSubmit, formState } = useForm<Omit<AcceptInvitationInput, 'token'>>();
  const enter = useEnter<AcceptInvitationInput>('/v1/auth/accept-invitation');
  if (token.length < 20) {
    return (
      <AuthLayout
        title="This link is not complete"
        context="Open the whole link from your invitation, or ask for a new one."
      >
        <ButtonLink to="/sign-in">Go to sign in</ButtonLink>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title="Join the shop" context="You were invited. Tell us who you are and choose a password.">
      <form
        noValidate
        className="space-y-4"
        onSubmit={handleSubmit((input) => enter.mutate({ ...input, token }))}
      >
        <Field label="Your name" error={formState.errors.name?.message}>
          {(ids) => (
            <Input {...ids} autoComplete="name" {...register('name', { required: 'Enter your name.' })} />
          )}
        </Field>
        <Field
          label="Password"
          hint="At least 10 characters. If you have an account already, use its password."
          error={formState.errors.password?.message}
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              {...register('password', {
                required: 'Choose a password.',
                minLength: { value: 10, message: 'Use at least 10 characters.' },
              })}
            />
          )}
        </Field>
        <FormError error={enter.error} />
        <Button type="submit" variant="primary" size="lg" className="w-full" busy={enter.isPending}>
          Join
        </Button>
      </form>
    </AuthLayout>
  );
}
