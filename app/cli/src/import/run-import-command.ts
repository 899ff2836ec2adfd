import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import, ImportInspection } from '@ordernimbus/contracts';
import { CliError } from '../cli-error.ts';
import { terminalText } from '../output/say.ts';
import { answersTo, chooseMapping, type MappingFlags } from './choose-mapping.ts';
import { ApiError, createImportClient, type ImportClient } from './import-client.ts';

export interface ImportFlags extends MappingFlags {
  readonly url: string;
  readonly apiKey?: string;
  readonly sheet?: string;
  readonly yes?: boolean;
  readonly errors?: string;
}

const say = (line: string): void => void process.stdout.write(`${terminalText(line)}\n`);
const count = (value: number): string => value.toLocaleString('en');
const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

export async function runImportCommand(file: string, flags: ImportFlags): Promise<void> {
  if (!flags.apiKey) {
    throw new CliError(
      'an API key is needed: make one under Settings, and set NIMBUS_API_KEY or give --api-key.',
    );
  }
  const size = await stat(file).catch(() => undefined);
  if (!size?.isFile()) throw new CliError(`there is no file "${file}".`);
  const client = createImportClient(flags.url, flags.apiKey);
  await client.check();

  const uploaded = await client.upload(file, (bytes) =>
    show(`sent ${Math.floor((100 * bytes) / Math.max(1, size.size))} %`),
  );
  endLine();
  if (uploaded.status === 'failed')
    throw new CliError(uploaded.error?.message ?? 'the file could not be read.');
  const { sheet } = flags;
  const read = sheet === undefined ? uploaded : await client.chooseSheet(uploaded.id, sheet);
  const mapped = await confirmMapping(client, read, flags);
  printPreview(mapped);
  if (!flags.yes && !(await agree())) {
    say('Nothing was imported.');
    return;
  }
  await client.start(uploaded.id);
  const done = await follow(client, uploaded.id);
  printResult(done);
  if (!done.result?.rejectedRows) return;
  if (flags.errors) {
    await client.saveErrors(done.id, flags.errors);
    say(`The rows set aside are in ${flags.errors}.`);
  } else {
    say(
      `The rows set aside: --errors FILE writes them, or GET ${flags.url.replace(/\/+$/, '')}/v1/imports/${done.id}/errors.csv`,
    );
  }
}

async function confirmMapping(client: ImportClient, uploaded: Import, flags: ImportFlags): Promise<Import> {
  try {
    return await client.map(uploaded.id, chooseMapping(uploaded, flags));
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== 'needs_answer') throw error;
    const headers = uploaded.inspection?.columns.map((column) => column.header) ?? [];
    throw new CliError(`${error.message} ${answersTo(error.problem.places ?? [], headers)}`, {
      cause: error,
    });
  }
}

function printPreview(mapped: Import): void {
  const { preview, inspection, mapping } = mapped;
  if (!preview || !inspection || !mapping) throw new CliError('the server gave no preview.');
  const columns = mapping.columns
    .filter(({ meaning }) => meaning !== 'ignore')
    .map(({ index, meaning }) => `${inspection.columns[index]?.header} = ${meaning}`);
  say(`Layout ${mapping.layout}: ${columns.join(', ')}`);
  if (inspection.workbook) say(sheetsText(inspection.workbook));
  for (const note of inspection.notes) say(note);
  say(`${count(preview.validRows)} of ${count(preview.rows)} rows can be used.`);
  for (const group of preview.rejections) say(`  ${count(group.rows)} set aside: ${group.message}`);
  say(
    `${preview.firstDay ?? 'no day'} to ${preview.lastDay ?? 'no day'}, ${counted(preview.items, 'item')} (${count(preview.newItems)} new), ` +
      `${counted(preview.locations, 'location')} (${count(preview.newLocations)} new), ${counted(preview.unitsSold, 'unit')} sold, ${count(preview.unitsReturned)} returned.`,
  );
  say(preview.identity);
  for (const { title, detail } of preview.findings ?? []) say(`${title}. ${detail}`);
  if (preview.overlaps.itemDays > 0) {
    say(`${count(preview.overlaps.itemDays)} item-days are in your data already. ${preview.overlaps.rule}`);
  }
  if (preview.overlaps.sameFileAs)
    say('This very file was imported before; importing it again changes nothing.');
}

function sheetsText({ sheet, sheets }: NonNullable<ImportInspection['workbook']>): string {
  const others = sheets.filter(({ name, hidden }) => name !== sheet && !hidden);
  if (others.length === 0) return `Sheet "${sheet}".`;
  const names = others.map(({ name, rows }) => `"${name}" (${counted(rows, 'row')})`);
  return `Sheet "${sheet}"; --sheet NAME reads another: ${names.join(', ')}.`;
}

async function agree(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CliError('nobody can be asked here; give --yes to import.');
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asking.question('Import? [y/N] ')).trim());
  } finally {
    asking.close();
  }
}

async function follow(client: ImportClient, id: string): Promise<Import> {
  for (;;) {
    const state = await client.get(id);
    if (!['queued', 'running'].includes(state.status)) {
      endLine();
      return state;
    }
    const { progress } = state;
    if (progress) {
      const speed = progress.rowsPerSecond ? `, ${count(progress.rowsPerSecond)} rows/s` : '';
      show(`${progress.stage} ${count(progress.done)} of ${count(progress.total)}${speed}`);
    }
    await sleep(500);
  }
}

function printResult(done: Import): void {
  if (done.status !== 'done' || !done.result) {
    throw new CliError(done.error?.message ?? `the import is ${done.status}.`);
  }
  const { result } = done;
  say(
    `Imported ${counted(result.validRows, 'row')} in ${result.seconds.toFixed(1)} s: ${count(result.itemDays)} item-days, ${count(result.itemDaysChanged)} of them changed.`,
  );
  for (const finding of result.quality) say(`  ${finding.title}. ${finding.detail}`);
}

let shown = 0;
function show(text: string): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${text.padEnd(shown)}`);
  shown = text.length;
}
function endLine(): void {
  if (shown > 0) process.stderr.write('\n');
  shown = 0;
}
