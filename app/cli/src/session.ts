import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DuckDb,
  ObservationError,
  type Observations,
  openDuckDb,
  readObservations,
} from '@ordernimbus/importers/observations';
import { createEnginePool, type EnginePool } from '@ordernimbus/worker/pool';
import { CliError } from './cli-error.ts';
import { cannotWrite } from './output/cannot-write.ts';
import { checkOutputs } from './output/check-outputs.ts';
import { remark } from './output/say.ts';
import { checkPlace } from './panel/holiday-columns.ts';
import type { Settings } from './settings.ts';

/** What a command has open while it runs. */
export interface Session {
  readonly settings: Settings;
  readonly db: DuckDb;
  readonly observations: Observations;
  readonly pool: EnginePool;
  readonly signal: AbortSignal;
  readonly started: number;
  /** Last step of the history: the cut-off, or the last step with a quantity. */
  readonly cutoffStep: number;
}

/** Opens the input, runs, and closes everything again, whether it went well, failed or was stopped. */
export async function withSession(
  settings: Settings,
  run: (session: Session) => Promise<void>,
): Promise<void> {
  const started = performance.now();
  if (settings.holidays) await checkPlace(settings.holidays);
  await checkOutputs(settings);
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'nimbus-')).catch((error: unknown) => {
    throw cannotWrite(`the folder for temporary files, ${tmpdir()} (see TMPDIR),`, error);
  });
  // Also when the process ends at once because nobody reads its output any more.
  const dropFolder = (): void => rmSync(temporaryFolder, { recursive: true, force: true });
  process.once('exit', dropFolder);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const pool = createEnginePool({ threads: settings.threads });
  let db: DuckDb | undefined;
  try {
    db = await openDuckDb({ memoryMiB: settings.memoryMiB, threads: settings.threads, temporaryFolder });
    const observations = await readObservations(db.connection, {
      file: settings.input,
      map: settings.map,
      frequency: settings.frequency,
      temporaryFolder,
      signal: stop.signal,
      ...(settings.sheet === undefined ? {} : { sheet: settings.sheet }),
      ...(settings.future === undefined ? {} : { futureFile: settings.future }),
      ...(settings.futureSheet === undefined ? {} : { futureSheet: settings.futureSheet }),
    });
    reportSheets(observations);
    reportWide(settings, observations);
    reportFinerFrequency(settings, observations);
    const cutoffStep = resolveCutoff(settings, observations);
    stop.signal.throwIfAborted();
    await run({ settings, db, observations, pool, signal: stop.signal, started, cutoffStep });
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    if (/out of memory error/i.test(String(error))) {
      throw new CliError(
        `--memory ${settings.memoryMiB} is not enough to read and sort ${settings.input}; give more MiB.`,
        { cause: error },
      );
    }
    if (error instanceof ObservationError) throw new CliError(error.message, { cause: error });
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await pool.close();
    db?.close();
    await rm(temporaryFolder, { recursive: true, force: true });
    process.off('exit', dropFolder);
  }
}

/** Which of several sheets was taken is told: the largest is a guess. */
function reportSheets({ sheets }: Observations): void {
  for (const { file, sheet, isFuture, others } of sheets) {
    if (others.length === 0) continue;
    const option = isFuture ? '--future-sheet' : '--sheet';
    remark(
      `${file}: the sheet "${sheet}" is read, the largest of ${others.length + 1}; ${option} names another.`,
    );
  }
}

const mostListed = 5;

function list(names: readonly string[]): string {
  const listed = names.slice(0, mostListed).map((name) => `"${name}"`);
  const more = names.length - listed.length;
  return more > 0 ? `${listed.join(', ')} and ${more} more` : listed.join(', ');
}

/** That headings were taken for dates is told, and what was not: one may have a slip, and an item may be called "Total". */
function reportWide({ input }: Settings, { wide }: Observations): void {
  if (!wide) return;
  const { columns, first, last, steps, between, totals } = wide;
  remark(`${input}: a wide table; its ${columns} columns ${first} to ${last} are ${steps}.`);
  if (between.length > 0) {
    remark(
      between.length === 1
        ? `${input}: the column ${list(between)} among them names no date and is not used.`
        : `${input}: ${between.length} columns among them name no dates and are not used: ${list(between)}.`,
    );
  }
  if (totals.length > 0) {
    remark(
      totals.length === 1
        ? `${input}: the last row, ${list(totals)}, adds up the others and is left out.`
        : `${input}: the last ${totals.length} rows, ${list(totals)}, add up the others and are left out.`,
    );
  }
}

const fromFine = 'HDWMQY';

/** What was asked for is done, but not without a word: between dates a week apart, six days without a sale were added. */
function reportFinerFrequency(settings: Settings, { calendar, looksLike }: Observations): void {
  if (fromFine.indexOf(calendar.frequency) >= fromFine.indexOf(looksLike)) return;
  remark(
    `the dates of ${settings.input} look like steps of ${looksLike}; as asked by --frequency ${calendar.frequency}, each quantity is taken for one step of ${calendar.frequency}.`,
  );
}

function resolveCutoff(settings: Settings, observations: Observations): number {
  const { calendar, firstStep, lastStep } = observations;
  if (settings.cutoff === undefined) return lastStep;
  const step = observations.lastStepUpTo(settings.cutoff);
  if (step === undefined)
    throw new CliError(`--cutoff must be a date such as 2024-05-31, not "${settings.cutoff}".`);
  if (step < firstStep) {
    throw new CliError(
      `--cutoff ${settings.cutoff} is before the first date of ${settings.input}, ${calendar.nameOf(firstStep)}.`,
    );
  }
  return Math.min(step, lastStep);
}
