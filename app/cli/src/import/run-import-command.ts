import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import } from '@ordernimbus/contracts';
import { CliError } from '../cli-error.ts';
import { chooseMapping, type MappingFlags } from './choose-mapping.ts';
import { createImportClient, type ImportClient } from './import-client.ts';

export interface ImportFlags extends MappingFlags {
  readonly url: string;
  readonly apiKey?: string;
  readonly yes?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const count = (value: number): string => value.toLocaleString('en');

export async function runImportCommand(file: string, flags: ImportFlags): Promise<void> {
  if (!flags.apiKey) {
    throw new CliError(
      'an API key is needed: make one under Settings, and set NIMBUS_API_KEY or give --api-key.',
    );
  }
  const size = await stat(file).catch(() => undefined);
  if (!size?.isFile()) throw new CliError(`there is no file "${file}".`);
  const client = createImportClient(flags.url, flags.apiKey);

  const uploaded = await client.upload(file, (bytes) =>
    show(`sent ${Math.floor((100 * bytes) / Math.max(1, size.size))} %`),
  );
  endLine();
  if (uploaded.status === 'failed')
    throw new CliError(uploaded.error?.message ?? 'the file could not be read.');
  const mapped = await client.map(uploaded.id, chooseMapping(uploaded, flags));
  printPreview(mapped);
  if (!flags.yes && !(await agree())) {
    say('Nothing was imported.');
    return;
  }
  await client.start(uploaded.id);
  printResult(await follow(client, uploaded.id), flags.url);
}

function printPreview(mapped: Import): void {
  const { preview, inspection, mapping } = mapped;
  if (!preview || !inspection || !mapping) throw new CliError('the server gave no preview.');
  const columns = mapping.columns
    .filter(({ meaning }) => meaning !== 'ignore')
    .map(({ index, meaning }) => `${inspection.columns[index]?.header} = ${meaning}`);
  say(`Layout ${mapping.layout}: ${columns.join(', ')}`);
  for (const note of inspection.notes) say(note);
  say(`${count(preview.validRows)} of ${count(preview.rows)} rows can be used.`);
  for (const group of preview.rejections) say(`  ${count(group.rows)} set aside: ${group.message}`);
  say(
    `${preview.firstDay ?? 'no day'} to ${preview.lastDay ?? 'no day'}, ${count(preview.items)} items (${count(preview.newItems)} new), ` +
      `${count(preview.locations)} locations (${count(preview.newLocations)} new), ${count(preview.unitsSold)} units sold, ${count(preview.unitsReturned)} returned.`,
  );
  say(preview.identity);
  if (preview.overlaps.itemDays > 0) {
    say(`${count(preview.overlaps.itemDays)} item-days are in your data already. ${preview.overlaps.rule}`);
  }
  if (preview.overlaps.sameFileAs)
    say('This very file was imported before; importing it again changes nothing.');
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

function printResult(done: Import, url: string): void {
  if (done.status !== 'done' || !done.result) {
    throw new CliError(done.error?.message ?? `the import is ${done.status}.`);
  }
  const { result } = done;
  say(
    `Imported ${count(result.validRows)} rows in ${result.seconds.toFixed(1)} s: ${count(result.itemDays)} item-days, ${count(result.itemDaysChanged)} of them changed.`,
  );
  for (const finding of result.quality) say(`  ${finding.title}. ${finding.detail}`);
  if (result.rejectedRows > 0)
    say(`Rows set aside: ${url.replace(/\/+$/, '')}/v1/imports/${done.id}/errors.csv`);
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
