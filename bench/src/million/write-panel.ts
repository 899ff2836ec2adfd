import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { openDuckDb, sqlText } from '@ordernimbus/importers/observations';
import { generateSeries, type PanelShape } from './retail-panel.ts';

/** Series of one text file on the way to Parquet. */
const SERIES_PER_FILE = 100_000;
const FLUSH_AT = 1 << 20;

/** First day of every generated panel. */
export const FIRST_DAY = Date.UTC(2024, 0, 1);

const dayNames = (days: number): string[] =>
  Array.from({ length: days }, (_, t) => new Date(FIRST_DAY + t * 86_400_000).toISOString().slice(0, 10));

async function writeText(file: string, from: number, to: number, shape: PanelShape): Promise<number> {
  const names = dayNames(shape.days);
  const stream = createWriteStream(file, { highWaterMark: FLUSH_AT });
  let text = '';
  let rows = 0;
  for (let index = from; index < to; index++) {
    const { item, location, days, units } = generateSeries(index, shape);
    rows += days.length;
    for (let i = 0; i < days.length; i++) {
      text += `${item},${location},${names[days[i] as number]},${units[i]}\n`;
    }
    if (text.length < FLUSH_AT) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text);
  await finished(stream);
  return rows;
}

/**
 * Writes the panel as a long Parquet file (item, location, date, quantity; one row for each day with sales), sorted by its
 * keys. @returns the number of rows
 */
export async function writePanel(file: string, series: number, shape: PanelShape): Promise<number> {
  const folder = path.dirname(file);
  const texts: string[] = [];
  let rows = 0;
  try {
    for (let from = 0; from < series; from += SERIES_PER_FILE) {
      const text = path.join(folder, `part-${texts.length}.csv`);
      texts.push(text);
      rows += await writeText(text, from, Math.min(series, from + SERIES_PER_FILE), shape);
      process.stderr.write(
        `generated ${Math.min(series, from + SERIES_PER_FILE).toLocaleString('en')} series\n`,
      );
    }
    const db = await openDuckDb({ memoryMiB: 1024, threads: 2, temporaryFolder: folder });
    try {
      const columns = "{item: 'VARCHAR', location: 'VARCHAR', date: 'DATE', quantity: 'INTEGER'}";
      await db.connection.run(
        `COPY (SELECT * FROM read_csv([${texts.map(sqlText).join(', ')}], columns = ${columns}, header = false, auto_detect = false))
         TO ${sqlText(`${file}.partial`)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    } finally {
      db.close();
    }
    await rename(`${file}.partial`, file);
    return rows;
  } finally {
    for (const text of texts) await rm(text, { force: true });
  }
}
