import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, runCli } from './run-cli.ts';

let folder: Awaited<ReturnType<typeof createTestFolder>>;
beforeAll(async () => {
  folder = await createTestFolder();
});

const months = Array.from(
  { length: 36 },
  (_, t) => `${2021 + Math.floor(t / 12)}-${String(1 + (t % 12)).padStart(2, '0')}`,
);
const items = ['00123,North,toys', '12345,North,games', '12345,South,games'];
/** Nothing was reported of the last item in its first months. */
const cell = (item: number, t: number): number | '' =>
  item === 2 && t < 7 ? '' : 20 + 9 * item + 5 * (t % 12) + ((t * 7919) % 6);

const cells = items.map((_, item) => months.map((_, t) => cell(item, t)));
const sum = (numbers: readonly (number | '')[]): number =>
  numbers.reduce<number>((all, one) => all + Number(one), 0);
const totals = months.map((_, t) => sum(cells.map((row) => row[t] ?? '')));
const wide = [
  `SKU,Store,Category,${months.join(',')},Total`,
  ...items.map((item, i) => `${item},${cells[i]?.join(',')},${sum(cells[i] ?? [])}`),
  `Total,,,${totals.join(',')},${sum(totals)}`,
].join('\n');
const long = [
  'SKU,Store,Category,date,quantity',
  ...items.flatMap((item, i) =>
    months.flatMap((month, t) => (cells[i]?.[t] === '' ? [] : [`${item},${month},${cells[i]?.[t]}`])),
  ),
].join('\n');

describe('nimbus of a wide table', () => {
  it('forecasts and scores it as the long one of the same numbers, and says how it was read', async () => {
    const file = await folder.write('wide.csv', `${wide}\n`);
    const other = await folder.write('long.csv', `${long}\n`);
    const summary = folder.path('summary.json');
    const expected = await runCli('forecast', other, '--horizon', '3');
    expect(expected).toMatchObject({ code: 0, stderr: '' });
    const read = await runCli('forecast', file, '--horizon', '3', '--summary', summary);
    expect(read.stdout).toBe(expected.stdout);
    expect(read.stdout).toContain('\n12345,South,2024-03-01,');
    expect(read.stderr).toBe(
      `nimbus: ${file}: a wide table; its 36 columns 2021-01 to 2023-12 are months.\n` +
        `nimbus: ${file}: the last row, "Total", adds up the others and is left out.\n`,
    );
    expect(JSON.parse(await readFile(summary, 'utf8'))).toMatchObject({
      rows: 3 * 36 - 7,
      columns: {
        item: 'SKU',
        location: 'Store',
        date: '2021-01 to 2023-12',
        quantity: '2021-01 to 2023-12',
      },
      unusedColumns: [{ name: 'Total', reason: 'by its name it adds up the columns of months' }],
      frequency: 'M',
      series: 3,
    });

    const scores = [other, file].map((input) =>
      runCli('backtest', input, '--horizon', '3', '--windows', '2', '--models', 'fast'),
    );
    const [ofLong, ofWide] = await Promise.all(scores);
    expect(ofLong?.code).toBe(0);
    expect(ofWide?.stdout).toBe(ofLong?.stdout);
  });

  it.each([
    [
      'a cell that is no number',
      wide.replace('12345,South,games,,', '12345,South,games,,soon'),
      'in.csv, line 4, column "2021-02": "soon" is not a number.',
    ],
    [
      'two headings of one month',
      wide.replace('2021-02', 'Jan 2021'),
      'in.csv, line 1: the headings "2021-01" and "Jan 2021" name the same month; correct one of them, or leave its column out.',
    ],
    [
      'headings without dates',
      wide.replace(/\d{4}-\d{2}/g, (month) => `m_${months.indexOf(month) + 1}`),
      'in.csv, line 1: this looks like a wide table (40 columns, one for each period: SKU, Store, Category, m_1, m_2, m_3, m_4, m_5, m_6, m_7, m_8, m_9 and 28 more); head its columns with their dates (2024-01-31, 2024-01 or 2024-W05), or turn it into one row for each item and date.',
    ],
  ])('refuses %s in one sentence', async (_, text, sentence) => {
    const file = await folder.write('in.csv', `${text}\n`);
    const refused = await runCli('forecast', file, '--horizon', '3');
    expect(refused).toEqual({ code: 2, stdout: '', stderr: `nimbus: ${sentence}\n` });
  });
});
