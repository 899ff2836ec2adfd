import { Checkbox, Field, Input } from '../../../ui/field.tsx';
import type { FormErrors, ScenarioForm } from './scenario-form.ts';

/** The days of a scenario, its promotion and its price, for a grid of two columns. */
export function ScenarioFields({
  form,
  onChange,
  errors,
  first,
  last,
}: {
  readonly form: ScenarioForm;
  readonly onChange: (form: ScenarioForm) => void;
  readonly errors: FormErrors;
  /** days that are forecast */
  readonly first: string;
  readonly last: string;
}) {
  const text = (name: 'fromDay' | 'toDay' | 'discount' | 'priceChange') => ({
    value: form[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...form, [name]: event.target.value }),
  });
  return (
    <>
      <Field label="From" error={errors.fromDay}>
        {(ids) => <Input {...ids} {...text('fromDay')} type="date" min={first} max={last} />}
      </Field>
      <Field label="To" error={errors.toDay}>
        {(ids) => <Input {...ids} {...text('toDay')} type="date" min={first} max={last} />}
      </Field>
      <div className="col-span-2">
        <Checkbox
          label="Promoted on these days"
          checked={form.isPromoted}
          onChange={(event) => onChange({ ...form, isPromoted: event.target.checked })}
        />
      </div>
      <Field label="Discount, %" hint="Of the promotion, if any" error={errors.discount}>
        {(ids) => (
          <Input
            {...ids}
            {...text('discount')}
            inputMode="decimal"
            placeholder="none"
            disabled={!form.isPromoted}
          />
        )}
      </Field>
      <Field label="Price change, %" hint="−10 is a tenth less" error={errors.priceChange}>
        {(ids) => <Input {...ids} {...text('priceChange')} inputMode="text" placeholder="none" />}
      </Field>
    </>
  );
}
