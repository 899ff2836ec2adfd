import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestFolder, dailyRows, dayOf, excerpt, rowsOf, runCli } from './run-cli.ts';

let folder: Awaited<ReturnType<typeof createTestFolder>>;

beforeAll(async () => {
  folder = await createTestFolder();
});

describe('nimbus backtest', () => {
  it('forecasts past windows, each from what was known at its origin', async () => {
    const { code, stdout, stderr } = await runCli(
      'backtest',
      excerpt,
      '--horizon',
      '4',
      '--windows',
      '2',
      '--step',
      '2',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      'item,location,origin,date,actual,mean,q0.025,q0.1,q0.25,q0.5,q0.75,q0.9,q0.975,naive',
    );
    const rows = rowsOf(stdout);
    expect(rows).toHaveLength(12 * 2 * 4);
    expect(rows.slice(0, 8).map((row) => [row[2], row[3]])).toEqual([
      ['2015-11-16', '2015-11-23'],
      ['2015-11-16', '2015-11-30'],
      ['2015-11-16', '2015-12-07'],
      ['2015-11-16', '2015-12-14'],
      ['2015-11-30', '2015-12-07'],
      ['2015-11-30', '2015-12-14'],
      ['2015-11-30', '2015-12-21'],
      ['2015-11-30', '2015-12-28'],
    ]);
    const cut = await runCli('forecast', excerpt, '--horizon', '4', '--cutoff', '2015-11-30');
    const fresh = rowsOf(cut.stdout).map((row) => row.slice(0, 11).join());
    const tested = rows
      .filter((row) => row[2] === '2015-11-30')
      .map((row) => [row[0], row[1], row[3], ...row.slice(5, 13)].join());
    expect(tested).toEqual(fresh);
  });

  it('puts the actual and the seasonal naive beside the forecast, and scores both', async () => {
    const input = await folder.write(
      'weekly-pattern.csv',
      `item,location,date,quantity\n${dailyRows('a', 's', 140, (t) => 10 + 2 * (t % 7) + (t === 133 ? 7 : 0)).join('\n')}\n`,
    );
    const summary = folder.path('summary.json');
    const { stdout } = await runCli(
      'backtest',
      input,
      '--horizon',
      '7',
      '--windows',
      '1',
      '--summary',
      summary,
    );
    const rows = rowsOf(stdout);
    expect(rows.map((row) => row[3])).toEqual([133, 134, 135, 136, 137, 138, 139].map(dayOf));
    expect(rows.map((row) => Number(row[4]))).toEqual([17, 12, 14, 16, 18, 20, 22]);
    expect(rows.map((row) => Number(row[13]))).toEqual([10, 12, 14, 16, 18, 20, 22]);
    const read = JSON.parse(readFileSync(summary, 'utf8')) as {
      seasonalNaive: { wape: number; points: number };
      windows: number;
    };
    expect(read.windows).toBe(1);
    expect(read.seasonalNaive.points).toBe(7);
    expect(read.seasonalNaive.wape).toBeCloseTo(7 / 119, 10);
  });

  it('makes as many windows as there is history for, and says how many of those asked for', async () => {
    const rows = dailyRows('a', 's', 40);
    const input = await folder.write('short.csv', `item,location,date,quantity\n${rows.join('\n')}\n`);
    const summary = folder.path('short.json');
    const { code, stdout, stderr } = await runCli(
      ...['backtest', input, '--horizon', '5', '--windows', '100', '--models', 'naive', '--summary', summary],
    );
    expect(code).toBe(0);
    const made = new Set(rowsOf(stdout).map((row) => row[2])).size;
    expect(made).toBe(7);
    expect(stderr).toBe(
      'nimbus: 7 of 100 windows could be made; before the earliest of them there is too little history to forecast from.\n',
    );
    expect(JSON.parse(readFileSync(summary, 'utf8'))).toMatchObject({ windows: 7, windowsAskedFor: 100 });
  });

  it('leaves windows out that lie before a series starts', async () => {
    const late = dailyRows('late', 's', 60).slice(50);
    const input = await folder.write(
      'late.csv',
      `item,location,date,quantity\n${[...dailyRows('early', 's', 60), ...late].join('\n')}\n`,
    );
    const { code, stdout } = await runCli('backtest', input, '--horizon', '7', '--windows', '3');
    expect(code).toBe(0);
    const origins = (item: string): number =>
      new Set(
        rowsOf(stdout)
          .filter((row) => row[0] === item)
          .map((row) => row[2]),
      ).size;
    expect([origins('early'), origins('late')]).toEqual([3, 1]);
  });
});
