import type { ReorderLine, ReorderParametersPatch } from '@ordernimbus/contracts';
import { majorUnits, minorUnits } from '../../ui/format/numbers.ts';

export interface Parameter {
  readonly name: keyof ReorderParametersPatch;
  readonly label: string;
  readonly unit: string;
  readonly kind: 'whole' | 'number' | 'percent' | 'money' | 'text';
  readonly min?: number;
  readonly max?: number;
  /** whether an empty field means "as the shop's standard" */
  readonly clearable: boolean;
}
export const parameters: readonly Parameter[] = [
  { name: 'onHand', label: 'On hand', unit: 'units', kind: 'number', clearable: false },
  { name: 'onOrder', label: 'On order', unit: 'units', kind: 'number', min: 0, clearable: false },
  {
    name: 'leadTimeDays',
    label: 'Lead time',
    unit: 'days',
    kind: 'whole',
    min: 0,
    max: 365,
    clearable: true,
  },
  {
    name: 'reviewDays',
    label: 'Order every',
    unit: 'days',
    kind: 'whole',
    min: 1,
    max: 365,
    clearable: true,
  },
  {
    name: 'serviceLevel',
    label: 'Service level',
    unit: '%',
    kind: 'percent',
    min: 50,
    max: 99.5,
    clearable: true,
  },
  { name: 'packSize', label: 'Pack size', unit: 'units', kind: 'number', min: 0.001, clearable: true },
  { name: 'minimumQuantity', label: 'Minimum', unit: 'units', kind: 'number', min: 0, clearable: true },
  { name: 'unitCostMinor', label: 'Unit cost', unit: '', kind: 'money', min: 0, clearable: true },
  { name: 'supplier', label: 'Supplier', unit: '', kind: 'text', clearable: true },
];

export type Parsed = { readonly set: ReorderParametersPatch } | { readonly error: string };

/** Text of a field to a patch; empty puts the shop's standard back. */
export function parseParameter(parameter: Parameter, text: string, currency: string): Parsed {
  const trimmed = text.trim();
  const patch = (value: unknown): Parsed => ({ set: { [parameter.name]: value } as ReorderParametersPatch });
  if (trimmed === '') return parameter.clearable ? patch(null) : { error: 'Enter a number.' };
  if (parameter.kind === 'text') return patch(trimmed);
  const number = Number(trimmed.replace(',', '.'));
  if (!Number.isFinite(number)) return { error: 'Enter a number.' };
  if (parameter.kind === 'whole' && !Number.isInteger(number)) return { error: 'Enter whole days.' };
  if (parameter.min !== undefined && number < parameter.min) return { error: `At least ${parameter.min}.` };
  if (parameter.max !== undefined && number > parameter.max) return { error: `At most ${parameter.max}.` };
  if (parameter.kind === 'percent') return patch(Math.round(number * 100) / 10_000);
  if (parameter.kind === 'money') return patch(minorUnits(number, currency));
  return patch(number);
}

export function parameterText(parameter: Parameter, line: ReorderLine, currency: string): string {
  const value = line[parameter.name];
  if (value === null || value === undefined) return '';
  if (parameter.kind === 'percent') return String(Math.round(Number(value) * 10_000) / 100);
  if (parameter.kind === 'money') return String(majorUnits(Number(value), currency));
  return String(value);
}
