import { availableParallelism } from 'node:os';
import { type ForecastOptions, type Frequency, probabilitiesOf } from '@ordernimbus/engine';
import { type ObservationRole, observationRoles } from '@ordernimbus/importers/observations';
import { CliError } from './cli-error.ts';
import type { InputFlags } from './commands/input-options.ts';
import { parseModels } from './models.ts';

/** Checked flags. */
export interface Settings {
  readonly input: string;
  /** Sheet of the input, where it is a workbook; the largest when unset. */
  readonly sheet: string | undefined;
  readonly horizon: number;
  readonly out: string | undefined;
  readonly frequency: Frequency | 'auto';
  readonly levels: readonly number[];
  readonly models: ForecastOptions['models'];
  readonly map: Readonly<Partial<Record<ObservationRole, string>>>;
  readonly threads: number;
  readonly seed: number;
  readonly memoryMiB: number;
  readonly summary: string | undefined;
  readonly cutoff: string | undefined;
  readonly future: string | undefined;
  readonly futureSheet: string | undefined;
  /** `ITEM` or `ITEM|LOCATION` whose forecast is to be explained. */
  readonly explain: string | undefined;
  /** Whose holidays are known. */
  readonly holidays: HolidayPlace | undefined;
  readonly windows: number;
  readonly step: number;
}

/** Codes of ISO 3166: a country, and of some their regions. */
export interface HolidayPlace {
  readonly country: string;
  readonly region: string | null;
}

const frequencies: readonly Frequency[] = ['H', 'D', 'W', 'M', 'Q', 'Y'];
const outputs = /\.(csv|csv\.gz|parquet)$/i;

export function parseSettings(input: string, flags: InputFlags): Settings {
  if (input.trim() === '') throw new CliError('the name of the input file is empty.');
  const horizon = wholeNumber('--horizon', flags.horizon, 1, 1000);
  const frequency = flags.frequency.toUpperCase();
  if (flags.frequency !== 'auto' && !frequencies.includes(frequency as Frequency)) {
    throw new CliError(`--frequency must be H, D, W, M, Q, Y or auto, not "${flags.frequency}".`);
  }
  if (flags.out !== undefined && !outputs.test(flags.out)) {
    throw new CliError(`--out must end in .csv, .csv.gz or .parquet, not "${flags.out}".`);
  }
  if (flags.explain !== undefined && flags.summary !== undefined && flags.out === undefined) {
    throw new CliError('--explain with --summary needs --out too: without it only one series is forecast.');
  }
  if (flags.futureSheet !== undefined && flags.future === undefined) {
    throw new CliError('--future-sheet needs --future: the workbook that the sheet is in.');
  }
  return {
    input,
    sheet: flags.sheet,
    horizon,
    out: flags.out,
    frequency: flags.frequency === 'auto' ? 'auto' : (frequency as Frequency),
    levels: parseLevels(flags.levels),
    models: parseModels(flags.models),
    map: parseMap(flags.map),
    threads:
      flags.threads === undefined ? availableParallelism() : wholeNumber('--threads', flags.threads, 1, 256),
    seed: wholeNumber('--seed', flags.seed, 0, 2 ** 32 - 1),
    memoryMiB: wholeNumber('--memory', flags.memory, 64, 1 << 20),
    summary: flags.summary,
    cutoff: flags.cutoff,
    future: flags.future,
    futureSheet: flags.futureSheet,
    explain: flags.explain,
    holidays: flags.holidays === undefined ? undefined : parsePlace(flags.holidays),
    windows: wholeNumber('--windows', flags.windows ?? '3', 1, 100),
    step: flags.step === undefined ? horizon : wholeNumber('--step', flags.step, 1, 1000),
  };
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CliError(`${flag} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function parsePlace(text: string): HolidayPlace {
  const [, country, region = null] = /^([a-z]{2})(?:-([a-z0-9]{1,3}))?$/i.exec(text.trim()) ?? [];
  if (country === undefined) {
    throw new CliError(
      `--holidays must be the two letters of a country, or a country and its region, such as DE or US-TX, not "${text}".`,
    );
  }
  return { country: country.toUpperCase(), region: region?.toUpperCase() ?? null };
}

function parseLevels(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  const byTail = new Map<number, [level: number, part: string]>();
  for (const part of parts) {
    const level = part === '' ? Number.NaN : Number(part);
    // a range so wide or so narrow that its ends are 0 and 1, or the median, is none
    const tail = level > 0 && level < 100 ? (probabilitiesOf([level])[0] as number) : 0;
    if (!(tail > 0 && tail < 0.5)) {
      throw new CliError(
        `--levels must be percentages between 0 and 100 separated by commas, not "${part}".`,
      );
    }
    const [same, other] = byTail.get(tail) ?? [level, part];
    if (same !== level) {
      throw new CliError(
        `--levels ${other} and ${part} are one range: its ends are told apart to eight decimals.`,
      );
    }
    byTail.set(tail, [level, part]);
  }
  return [...byTail.values()].map(([level]) => level).sort((a, b) => a - b);
}

function parseMap(text: string | undefined): Partial<Record<ObservationRole, string>> {
  const map: Partial<Record<ObservationRole, string>> = {};
  for (const pair of text?.split(',') ?? []) {
    const at = pair.indexOf('=');
    const role = pair.slice(0, at).trim() as ObservationRole;
    const column = pair.slice(at + 1).trim();
    if (at < 0 || column === '' || !observationRoles.includes(role)) {
      throw new CliError(
        `--map takes pairs such as item=SKU,quantity=Units (roles: ${observationRoles.join(', ')}), not "${pair.trim()}".`,
      );
    }
    const earlier = map[role];
    if (earlier !== undefined) {
      throw new CliError(
        `--map names two columns for the ${role}, "${earlier}" and "${column}"; keep one of them.`,
      );
    }
    map[role] = column;
  }
  return map;
}
