import type { SignUpInput } from '@ordernimbus/contracts';
import { useForm } from 'react-hook-form';
import { Link } from 'react-router';
import { Button } from '../../ui/button.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { locale } from '../../ui/format/locale.ts';
import { AuthLayout } from './auth-layout.tsx';
import { currencies, likelyCurrency } from './currencies.ts';
import { emailRules } from './email-rules.ts';
import { FormError } from './form-error.tsx';
import { useEnter } from './use-enter.ts';

export function SignUpPage() {
  const { register, handleSubmit, formState } = useForm<SignUpInput>({
    defaultValues: { currency: likelyCurrency(locale) },
  });
  const enter = useEnter<SignUpInput>('/v1/auth/sign-up');
  const { errors } = formState;
  const submit = (input: SignUpInput) =>
    enter.mutate({ ...input, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  return (
    <AuthLayout
      title="Create your own shop"
      context="You bring a sales export next; five minutes to a first forecast."
    >
      <form noValidate className="space-y-4" onSubmit={handleSubmit(submit)}>
        <div className="grid grid-cols-[1fr_112px] gap-3">
          <Field label="Shop name" error={errors.tenantName?.message}>
            {(ids) => (
              <Input
                {...ids}
                autoComplete="organization"
                {...register('tenantName', { required: 'Give the shop a name.' })}
              />
            )}
          </Field>
          <Field label="Currency">
            {(ids) => (
              <Select {...ids} {...register('currency')}>
                {currencies.map((currency) => (
                  <option key={currency}>{currency}</option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Field label="Your name" error={errors.name?.message}>
          {(ids) => (
            <Input {...ids} autoComplete="name" {...register('name', { required: 'Enter your name.' })} />
          )}
        </Field>
        <Field label="E-mail" error={errors.email?.message}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              {...register('email', emailRules('Enter your e-mail address.'))}
            />
          )}
        </Field>
        <Field label="Password" hint="At least 10 characters." error={errors.password?.message}>
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
          Create the shop
        </Button>
      </form>
      <p className="mt-6 text-sm text-ink-2">
        Already have one?{' '}
        <Link to="/sign-in" className="font-medium text-accent-text underline underline-offset-2">
          Sign in
        </Link>
      </p>
    </AuthLayout>
  );
}
