import type { Tenant, TenantPatch } from '@ordernimbus/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { request } from '../../api/request.ts';
import { useCan, useMe } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input, Select } from '../../ui/field.tsx';
import { Card } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { currencies } from '../auth/currencies.ts';
import { FormError } from '../auth/form-error.tsx';

interface ShopForm {
  name: string;
  currency: string;
  timeZone: string;
  nightlyAt: string;
  leadTimeDays: number;
  reviewDays: number;
  servicePercent: number;
}
const timeZones = Intl.supportedValuesOf('timeZone');

const toForm = (tenant: Tenant): ShopForm => ({
  name: tenant.name,
  currency: tenant.currency,
  timeZone: tenant.timeZone,
  nightlyAt: tenant.nightlyAt,
  leadTimeDays: tenant.planningDefaults.leadTimeDays,
  reviewDays: tenant.planningDefaults.reviewDays,
  servicePercent: Math.round(tenant.planningDefaults.serviceLevel * 1000) / 10,
});
const toPatch = (form: ShopForm): TenantPatch => ({
  name: form.name,
  currency: form.currency,
  timeZone: form.timeZone,
  nightlyAt: form.nightlyAt,
  planningDefaults: {
    leadTimeDays: form.leadTimeDays,
    reviewDays: form.reviewDays,
    serviceLevel: Math.round(form.servicePercent * 10) / 1000,
  },
});

export function ShopSection() {
  const { tenant } = useMe();
  const canEdit = useCan('admin');
  const client = useQueryClient();
  const { register, handleSubmit, formState, reset } = useForm<ShopForm>({ defaultValues: toForm(tenant) });
  const save = useMutation({
    mutationFn: (form: ShopForm) => request<Tenant>('/v1/tenant', { method: 'PATCH', body: toPatch(form) }),
    onSuccess: async (saved) => {
      reset(toForm(saved));
      showToast('Settings saved');
      await client.invalidateQueries();
    },
  });
  const { errors } = formState;
  const zones = timeZones.includes(tenant.timeZone) ? timeZones : [tenant.timeZone, ...timeZones];
  return (
    <form noValidate className="space-y-6" onSubmit={handleSubmit((form) => save.mutate(form))}>
      {!canEdit && <Notice tone="neutral">Only an owner can change these.</Notice>}
      <fieldset disabled={!canEdit} className="space-y-6">
        <Card title="Shop">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Name" error={errors.name?.message}>
              {(ids) => <Input {...ids} {...register('name', { required: 'Give the shop a name.' })} />}
            </Field>
            {tenant.isCurrencyFixed ? (
              <Field
                label="Currency"
                hint="Stays, because prices, costs or sales are stored in it. Make another shop for another currency."
              >
                {(ids) => <Input {...ids} value={tenant.currency} disabled />}
              </Field>
            ) : (
              <Field label="Currency" hint="Stays once prices, costs or sales are in.">
                {(ids) => (
                  <Select {...ids} {...register('currency')}>
                    {currencies.map((currency) => (
                      <option key={currency}>{currency}</option>
                    ))}
                  </Select>
                )}
              </Field>
            )}
            <Field label="Time zone" hint="Days begin and the night run starts by it.">
              {(ids) => (
                <Select {...ids} {...register('timeZone')}>
                  {zones.map((zone) => (
                    <option key={zone}>{zone}</option>
                  ))}
                </Select>
              )}
            </Field>
            <Field
              label="Night run at"
              hint="By the shop’s clock; left out while nothing changed."
              error={errors.nightlyAt?.message}
            >
              {(ids) => (
                <Input {...ids} type="time" {...register('nightlyAt', { required: 'Choose a time.' })} />
              )}
            </Field>
          </div>
        </Card>
        <Card title="Planning standards" context="Used wherever an item has no value of its own.">
          <div className="grid gap-4 sm:grid-cols-3">
            <Field
              label="Lead time (days)"
              hint="From order to delivery."
              error={errors.leadTimeDays?.message}
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="number"
                  {...register('leadTimeDays', {
                    valueAsNumber: true,
                    min: { value: 0, message: 'At least 0.' },
                    max: { value: 365, message: 'At most 365.' },
                  })}
                />
              )}
            </Field>
            <Field
              label="Order every (days)"
              hint="How often you place orders."
              error={errors.reviewDays?.message}
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="number"
                  {...register('reviewDays', {
                    valueAsNumber: true,
                    min: { value: 1, message: 'At least 1.' },
                    max: { value: 365, message: 'At most 365.' },
                  })}
                />
              )}
            </Field>
            <Field
              label="Service level (%)"
              hint="Chance of not running out between orders."
              error={errors.servicePercent?.message}
            >
              {(ids) => (
                <Input
                  {...ids}
                  type="number"
                  step="0.1"
                  {...register('servicePercent', {
                    valueAsNumber: true,
                    min: { value: 50, message: 'At least 50.' },
                    max: { value: 99.5, message: 'At most 99.5.' },
                  })}
                />
              )}
            </Field>
          </div>
        </Card>
      </fieldset>
      <FormError error={save.error} />
      {canEdit && (
        <div className="flex justify-end gap-2">
          {/* never disabled: the one that was pressed keeps the focus */}
          <Button onClick={() => reset()}>Put back</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
