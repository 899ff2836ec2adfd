import type { ReorderLine } from '@ordernimbus/contracts';
import { useEffect, useState } from 'react';
import { useCurrency } from '../../app/use-me.ts';
import { Field, Input } from '../../ui/field.tsx';
import { type Parameter, parameters, parameterText, parseParameter } from './parameters.ts';
import { useUpdateParameters } from './use-update-parameters.ts';

function ParameterField({
  parameter,
  line,
  disabled,
  save,
}: {
  readonly parameter: Parameter;
  readonly line: ReorderLine;
  readonly disabled: boolean;
  readonly save: ReturnType<typeof useUpdateParameters>['mutate'];
}) {
  const currency = useCurrency();
  const stored = parameterText(parameter, line, currency);
  const [text, setText] = useState(stored);
  const [error, setError] = useState<string>();
  useEffect(() => {
    setText(stored);
    setError(undefined);
  }, [stored]);
  const commit = () => {
    if (text.trim() === stored) return;
    const parsed = parseParameter(parameter, text, currency);
    if ('error' in parsed) {
      setError(parsed.error);
      return;
    }
    setError(undefined);
    const { itemId, locationId } = line;
    save({ update: { selection: { rows: [{ itemId, locationId }] }, set: parsed.set }, known: [line] });
  };
  const unit = parameter.kind === 'money' ? currency : parameter.unit;
  return (
    <Field label={unit ? `${parameter.label} (${unit})` : parameter.label} error={error}>
      {(ids) => (
        <Input
          {...ids}
          value={text}
          disabled={disabled}
          inputMode={parameter.kind === 'text' ? 'text' : 'decimal'}
          placeholder={parameter.name === 'onHand' ? 'Not known' : parameter.clearable ? 'Standard' : ''}
          className="num"
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') {
              event.stopPropagation();
              setText(stored);
              setError(undefined);
            }
          }}
        />
      )}
    </Field>
  );
}

/** The inputs of the plan, changed in place: leaving a field or Enter saves it, Escape puts it back. */
export function ParameterFields({
  line,
  disabled,
}: {
  readonly line: ReorderLine;
  readonly disabled: boolean;
}) {
  const { mutate } = useUpdateParameters();
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          line={line}
          disabled={disabled}
          save={mutate}
        />
      ))}
    </div>
  );
}
