import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, dailyRows, dayOf, rowsOf, runCli } from './run-cli.ts';

let folder: Awaited<ReturnType<typeof createTestFolder>>;
let input: string;

const days = 60;
/** Ten days of promotion, thrice as many sales; the price falls with it. */
const promoted = (t: number): boolean => t % 6 === 0;
const priceOf = (t: number): string => (promoted(t) ? '1.5' : '2');

beforeAll(async () => {
  folder = await createTestFolder();
  const rows = ['tea', 'soap', 'salt'].flatMap((item, index) =>
    dailyRows(item, 'shop', days, (t) => (promoted(t) ? 30 : 10) + (t % 3)).map(
      (row, t) =>
        `${row},${promoted(t) ? 'yes' : 'no'},${priceOf(t)},${50 + t},${index === 0 ? 'food' : 'home'}`,
    ),
  );
  input = await folder.write(
    'in.csv',
    `item,location,date,quantity,promotion,price,visitors,range\n${rows.join('\n')}\n`,
  );
});

const futureRows = (items: readonly string[], without = -1): string =>
  `item,date,promotion,price\n${items
    .flatMap((item) =>
      Array.from({ length: 7 }, (_, t) =>
        t === without
          ? ''
          : `${item},${dayOf(days + t)},${promoted(days + t) ? 1 : ''},${priceOf(days + t)}\n`,
      ),
    )
    .join('')}`;

const summaryOf = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;

describe('a known future', () => {
  it('keeps escape sequences in the names of columns from the terminal', async () => {
    const rows = dailyRows('a', 's', 40).map((row, i) => `${row},${i % 3}`);
    const header = 'item,location,date,quantity,\u001b[31mvisitors';
    const colour = await folder.write('colour.csv', `${header}\n${rows.join('\n')}\n`);
    const ahead = await folder.write('ahead.csv', 'item,location,date\na,s,2024-02-10\n');
    const { code, stderr } = await runCli('forecast', colour, '--horizon', '1', '--future', ahead);
    expect(code).toBe(0);
    expect(stderr).toContain('does not tell "\ufffd[31mvisitors" for the horizon');
    expect(stderr).not.toContain('\u001b');
  });

  it('is read with the input: the summary lists what is known, and what only the past tells', async () => {
    const future = await folder.write('future.csv', futureRows(['tea', 'soap', 'salt']));
    const summary = folder.path('summary.json');
    const { code, stdout, stderr } = await runCli(
      ...['forecast', input, '--horizon', '7', '--future', future, '--summary', summary, '--models', 'fast'],
    );
    expect(stderr).toContain('future.csv does not tell "visitors" for the horizon');
    expect(code).toBe(0);
    expect(rowsOf(stdout)).toHaveLength(21);
    expect(await summaryOf(summary)).toMatchObject({
      knownColumns: [
        { name: 'promotion', kind: 'flag' },
        { name: 'price', kind: 'price' },
      ],
      historyOnlyColumns: ['visitors'],
      attributes: [
        { name: 'item', values: 3 },
        { name: 'range', values: 2 },
      ],
    });
  });

  it('is used for the series that it tells, and what it leaves out is told as it is', async () => {
    const future = await folder.write(
      'one.csv',
      futureRows(['soap']).replace(/^item,date,promotion,price/, 'item,date,weather,price'),
    );
    const summary = folder.path('one.json');
    const run = ['forecast', input, '--horizon', '7', '--models', 'ets-regression'];
    const { code, stdout, stderr } = await runCli(...run, '--future', future, '--summary', summary);
    expect(code).toBe(0);
    expect(stderr.trimEnd().split('\n')).toEqual([
      `nimbus: ${future} does not tell "promotion", "visitors" for the horizon, so the forecasts do without.`,
      `nimbus: ${future} tells "price" for 1 of 3 series; the others keep their last one.`,
      `nimbus: the history has no "weather", so what ${future} tells of it is not used.`,
    ]);
    expect(await summaryOf(summary)).toMatchObject({
      knownColumns: [{ name: 'price' }],
      unusedColumns: [{ name: 'weather', reason: 'only the future file has it' }],
    });
    const means = (item: string): number[] =>
      rowsOf(stdout)
        .filter((row) => row[0] === item)
        .map((row) => Number(row[3]));
    // the days that are promoted (and so cheaper) of the one, and the last price of the others
    const told = means('soap');
    expect(told[0]).toBeGreaterThan(2 * (told[1] ?? 0));
    const untold = means('tea');
    expect(untold[0]).toBeLessThan(1.5 * (untold[1] ?? 0));
  });

  it('is warned of where a price is far from all that the item ever cost', async () => {
    const run = ['forecast', input, '--horizon', '7', '--models', 'naive', '--future'];
    const far = futureRows(['tea', 'soap', 'salt']).replaceAll(/^(soap.*),2$/gm, '$1,20');
    const { code, stderr } = await runCli(...run, await folder.write('far.csv', far));
    expect(code).toBe(0);
    expect(stderr).toContain(
      'nimbus: 5 of the planned prices are below half or above twice what the item ever cost; the first, far.csv, line 10, ' +
        'column "price": soap at shop at 20 (so far at 1.5 to 2) has never been sold at such a price; the forecast takes it for about the nearest one known.\n',
    );
    const edge = far.replaceAll(',20\n', ',4\n').replaceAll(',1.5\n', ',0.75\n');
    const near = await runCli(...run, await folder.write('near.csv', edge));
    expect(near.stderr).not.toContain('planned prices');
  });

  it('is the same for promotions in percent, listed by their days or in full', async () => {
    const percent = (await readFile(input, 'utf8')).replaceAll(',yes,', ',25,').replaceAll(',no,', ',0,');
    const sales = await folder.write('percent.csv', percent);
    const rows = ['tea', 'soap', 'salt'].flatMap((item) =>
      Array.from({ length: 7 }, (_, t) => `${item},${dayOf(days + t)},${promoted(days + t) ? 25 : 0}`),
    );
    const forecast = async (lines: readonly string[]): Promise<string> => {
      const future = await folder.write('cuts.csv', `item,date,promotion\n${lines.join('\n')}\n`);
      const { code, stdout } = await runCli(
        ...['forecast', sales, '--horizon', '7', '--future', future, '--models', 'ets-regression'],
      );
      expect(code).toBe(0);
      return stdout;
    };
    const full = await forecast(rows);
    expect(await forecast(rows.filter((row) => row.endsWith(',25')))).toBe(full);
    const [first, second] = rowsOf(full).map((row) => Number(row[3]));
    expect(first).toBeGreaterThan(2 * (second ?? 0));
  });

  it('says which days are closed, and where it does not, the last four weeks do', async () => {
    const isShut = (t: number): boolean => t % 7 === 6;
    const rows = dailyRows('tea', 'shop', 56, (t) => (isShut(t) ? 0 : 10 + (t % 3)));
    const shop = await folder.write(
      'open.csv',
      `item,location,date,quantity,open\n${rows.map((row, t) => `${row},${isShut(t) ? 0 : 1}`).join('\n')}\n`,
    );
    const meansWith = async (header: string, lines: (t: number) => string): Promise<[number[], string]> => {
      const ahead = Array.from({ length: 7 }, (_, t) => `tea,shop,${dayOf(56 + t)},${lines(t)}`);
      const future = await folder.write('ahead.csv', `item,location,date,${header}\n${ahead.join('\n')}\n`);
      const { code, stdout, stderr } = await runCli('forecast', shop, '--horizon', '7', '--future', future);
      expect(code, stderr).toBe(0);
      return [rowsOf(stdout).map((row) => Number(row[3])), stderr];
    };
    const [untold, stderr] = await meansWith('promotion', () => '0');
    expect(untold.map((mean) => mean > 0)).toEqual([true, true, true, true, true, true, false]);
    expect(stderr).toContain('a day of the week that was closed for the last four weeks is taken as closed.');
    const [told] = await meansWith('open', (t) => (t === 2 ? '0' : '1'));
    expect(told.map((mean) => mean > 0)).toEqual([true, true, false, true, true, true, true]);
  });

  it('is in the history of a back-test: what is planned by its nature, and not what merely happened', async () => {
    const summary = folder.path('backtest.json');
    const { code, stderr } = await runCli(
      ...['backtest', input, '--horizon', '7', '--summary', summary, '--models', 'fast'],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(await summaryOf(summary)).toMatchObject({
      knownColumns: [{ name: 'promotion' }, { name: 'price' }],
      historyOnlyColumns: ['visitors'],
    });
  });

  it.each([
    [
      'a date without a price',
      () => futureRows(['tea', 'soap', 'salt'], 3),
      `future.csv, column "price": salt at shop has no value for ${dayOf(days + 3)};`,
    ],
    [
      'a price below zero',
      () => futureRows(['tea', 'soap', 'salt']).replace(',2\n', ',-2\n'),
      'future.csv, line 3, column "price": "-2" is below zero, which no price is; correct it.',
    ],
    [
      'a price without end',
      () => futureRows(['tea', 'soap', 'salt']).replace(',2\n', ',inf\n'),
      'future.csv, line 3, column "price": "inf" is not a number.',
    ],
    [
      'a text for a price',
      () => futureRows(['tea', 'soap', 'salt']).replace(',2\n', ',two\n'),
      'future.csv, line 3, column "price": "two" is not a number.',
    ],
    [
      'two rows for one date',
      () => `${futureRows(['tea'])}tea,${dayOf(days)},1,2\n`,
      `future.csv, line 9, column "date": tea at shop has a second row for ${dayOf(days)}, after line 2`,
    ],
  ])('is refused with %s', async (_, content, message) => {
    const future = await folder.write('future.csv', content());
    const { code, stdout, stderr } = await runCli('forecast', input, '--horizon', '7', '--future', future);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
