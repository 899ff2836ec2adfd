import { columnMeanings, type Import, type ImportMapping, rowPeriods } from '@ordernimbus/contracts';
import { CliError } from '../cli-error.ts';

export interface MappingFlags {
  readonly map?: readonly string[];
  readonly layout?: string;
  readonly dateOrder?: string;
  readonly rowPeriod?: string;
  readonly decimal?: string;
}

/** Which options answer what the server asks about a file. */
export function answersTo(
  questions: readonly { readonly field?: string }[],
  headers: readonly string[],
): string {
  const options = questions.map(({ field = '' }) => {
    if (field === 'dateOrder') return '--date-order dmy (day first) or --date-order mdy (month first)';
    if (field === 'decimal') return '--decimal . or --decimal ,';
    if (field === 'rowPeriod')
      return '--row-period week_from (the week that begins on the date), week_until (that ends on it), month (that of the date) or day';
    return `--map ${field.replace('meaning:', '')}=COLUMN, where COLUMN is one of ${headers.join(', ')}`;
  });
  return `Give ${options.join(', and ')}.`;
}

function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((choice) => choice === value);
  if (found === undefined)
    throw new CliError(`${flag} must be one of ${allowed.join(', ')}, not "${value}".`);
  return found;
}

/** The server's proposal, changed as the flags say. */
export function chooseMapping(uploaded: Import, flags: MappingFlags): ImportMapping {
  const { mapping, inspection } = uploaded;
  if (!mapping || !inspection) throw new CliError(uploaded.error?.message ?? 'the file could not be read.');
  const meanings = new Map(mapping.columns.map(({ index, meaning }) => [index, meaning]));
  for (const entry of flags.map ?? []) {
    const [left = '', ...rest] = entry.split('=');
    const header = rest.join('=');
    const meaning = oneOf('--map MEANING=COLUMN: the meaning', left.trim(), columnMeanings);
    const column = inspection.columns.find(
      (candidate) => candidate.header.toLowerCase() === header.trim().toLowerCase(),
    );
    if (!column) {
      throw new CliError(
        `--map names the column "${header}", but the columns are: ${inspection.columns.map((candidate) => candidate.header).join(', ')}.`,
      );
    }
    for (const [index, other] of meanings) if (other === meaning) meanings.set(index, 'ignore');
    meanings.set(column.index, meaning);
  }
  return {
    ...mapping,
    columns: [...meanings].map(([index, meaning]) => ({ index, meaning })),
    ...(flags.layout
      ? { layout: oneOf('--layout', flags.layout, ['long', 'order_lines', 'till_lines', 'stock']) }
      : {}),
    ...(flags.dateOrder ? { dateOrder: oneOf('--date-order', flags.dateOrder, ['ymd', 'dmy', 'mdy']) } : {}),
    ...(flags.rowPeriod ? { rowPeriod: oneOf('--row-period', flags.rowPeriod, rowPeriods) } : {}),
    ...(flags.decimal ? { decimal: oneOf('--decimal', flags.decimal, ['.', ',']) } : {}),
  };
}
