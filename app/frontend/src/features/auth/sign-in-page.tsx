import type { SignInInput } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Store } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { Link, useSearchParams } from 'react-router';
import { configQuery } from '../../api/queries.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { FormError } from './form-error.tsx';
import { useEnter } from './use-enter.ts';

/** On a person's own machine the sample shop is one click, without a password. */
function LocalEntry() {
  const enter = useEnter<Record<string, never>>('/v1/auth/sample');
  return (
    <div>
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        icon={Store}
        busy={enter.isPending}
        onClick={() => enter.mutate({})}
      >
        {enter.isPending ? 'Opening the sample shop' : 'Open the sample shop'}
      </Button>
      <p className="mt-2 text-xs text-ink-3">
        Real sales of a gift wholesaler, already forecast. No password: it opens on this machine only.
      </p>
      <ButtonLink to="/sign-up" size="lg" className="mt-4 w-full" icon={ArrowRight}>
        Create your own shop
      </ButtonLink>
      <div className="mt-3">
        <FormError error={enter.error} />
      </div>
      <div className="my-6 flex items-center gap-3 text-xs text-ink-3">
        <span className="h-px flex-1 bg-line" />
        or sign in
        <span className="h-px flex-1 bg-line" />
      </div>
    </div>
  );
}

export function SignInPage() {
  const config = useQuery(configQuery);
  const [search] = useSearchParams();
  const { register, handleSubmit, formState } = useForm<SignInInput>();
  const enter = useEnter<SignInInput>('/v1/auth/sign-in');
  const local = config.data?.localMode && config.data.sampleAvailable;
  return (
    <AuthLayout
      title={local ? 'Welcome' : 'Sign in'}
      context={local ? 'See it at work first, or begin with your own sales.' : undefined}
    >
      {local && <LocalEntry />}
      <form noValidate className="space-y-4" onSubmit={handleSubmit((input) => enter.mutate(input))}>
        <Field label="E-mail" error={formState.errors.email?.message}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              {...register('email', { required: 'Enter your e-mail address.' })}
            />
          )}
        </Field>
        <Field label="Password" error={formState.errors.password?.message}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="current-password"
              {...register('password', { required: 'Enter your password.' })}
            />
          )}
        </Field>
        <FormError error={enter.error} />
        <Button
          type="submit"
          variant={local ? 'secondary' : 'primary'}
          size="lg"
          className="w-full"
          busy={enter.isPending}
        >
          Sign in
        </Button>
      </form>
      {!local && (
        <p className="mt-6 text-sm text-ink-2">
          New here?{' '}
          <Link
            to={{ pathname: '/sign-up', search: search.toString() }}
            className="font-medium text-accent-text underline underline-offset-2"
          >
            Create your own shop
          </Link>
        </p>
      )}
    </AuthLayout>
  );
}
