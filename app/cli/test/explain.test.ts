import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { findSeries } from '../src/explain/find-series.ts';
import { nearNames } from '../src/explain/near-names.ts';
import { createTestFolder, dayOf, rowsOf, runCli } from './run-cli.ts';

const days = 200;
const promoted = (s: number, t: number): boolean => Math.floor((t + 3 * s) / 5) % 4 === 0;
const names = Array.from({ length: 10 }, (_, s) => `tea ${s}`);
let folder: Awaited<ReturnType<typeof createTestFolder>>;
let sales: string;
let future: string;

beforeAll(async () => {
  folder = await createTestFolder();
  const row = (s: number, t: number, quantity: number | '') =>
    [names[s], s < 8 ? 'north' : 'south', dayOf(t), promoted(s, t) ? 1 : 0, quantity].join(',');
  const sold = (s: number, t: number): number =>
    Math.round((10 + s + 4 * Math.sin((2 * Math.PI * t) / 7)) * (promoted(s, t) ? 3 : 1) + ((t * 7919) % 5));
  const rows = names.flatMap((_, s) => Array.from({ length: days }, (_, t) => row(s, t, sold(s, t))));
  const also = Array.from({ length: days }, (_, t) => row(0, t, 5).replace('north', 'south'));
  sales = await folder.write(
    'sales.csv',
    `item,location,date,promotion,quantity\n${[...rows, ...also].join('\n')}\n`,
  );
  const ahead = [...names.keys()].flatMap((s) =>
    Array.from({ length: 14 }, (_, k) => row(s, days + k, '').replace(/,$/, '')),
  );
  const alsoAhead = Array.from({ length: 14 }, (_, k) =>
    row(0, days + k, '')
      .replace(/,$/, '')
      .replace('north', 'south'),
  );
  future = await folder.write(
    'future.csv',
    `item,location,date,promotion\n${[...ahead, ...alsoAhead].join('\n')}\n`,
  );
});

const explain = (...args: string[]) => runCli('forecast', sales, '--horizon', '14', ...args);
const cellsOf = (line: string): string[] => line.trim().split(/\s{2,}/);

describe('nimbus forecast --explain', () => {
  it('prints the mix with losses, and drivers whose units add up to the boosted forecast', async () => {
    const { code, stdout, stderr } = await explain('--future', future, '--explain', 'tea 1');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('Why this forecast: tea 1 | north, 14 steps from 2024-07-19');
    const boosted = cellsOf(lines.find((line) => line.startsWith('  boosted ')) ?? '');
    expect(boosted[1]).toMatch(/^\d+ %$/);
    expect(Number(boosted[2])).toBeGreaterThan(0);
    expect(stdout).toMatch(/ {2}left out {1,2}\d+\.\d{3}/);
    // a model of the mix has a part of it, however small
    expect(stdout).not.toMatch(/ {2}0 % {2}/);
    const ahead = cellsOf(lines.find((line) => line.startsWith('  promotion ')) ?? '');
    expect(ahead.slice(0, 2)).toEqual(['promotion', 'none']);
    expect(ahead[2]).toMatch(/^\+\d+\.\d %$/);
    expect(Number(ahead[3])).toBeGreaterThan(20);
    const at = lines.findIndex((line) => line.startsWith('  driver '));
    const end = lines.findIndex((line) => line.startsWith('  Forecast of the boosted model'));
    const table = lines.slice(at + 1, end).map(cellsOf);
    expect(table.some(([words]) => /^Promotion on \d+ of 14 days$/.test(words ?? ''))).toBe(true);
    const sum = table.reduce((total, cells) => total + Number(cells.at(-1)), 0);
    expect(Math.abs(sum - Number(cellsOf(lines[end] ?? '').at(-1)))).toBeLessThan(0.05 * table.length + 0.1);
    expect(lines.at(-2)).toContain('2024-07-19');
    expect(lines.at(-1)).toContain('2024-07-26');
  });

  it('writes the forecast as well when --out is given', async () => {
    const out = folder.path('out.csv');
    const models = ['--models', 'naive,theta'];
    const { code, stdout } = await explain('--explain', 'tea 0|south', '--out', out, ...models);
    expect(code).toBe(0);
    expect(stdout).toContain('tea 0 | south');
    expect(stdout).toContain('No boosted part: the models asked for have none');
    const { stdout: plain } = await explain(...models);
    expect(rowsOf(await readFile(out, 'utf8'))).toEqual(rowsOf(plain));
  });

  it('names sales that count for less than they were, with their dates', async () => {
    const rows = Array.from({ length: 100 }, (_, t) => `tea,${dayOf(t)},${t === 60 ? 5000 : 8 + (t % 3)}`);
    const bulk = await folder.write('bulk.csv', `item,date,quantity\n${rows.join('\n')}\n`);
    const { code, stdout } = await runCli('forecast', bulk, '--horizon', '7', '--explain', 'tea');
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    const at = lines.findIndex((line) => line.startsWith('Sales more than ten times all others'));
    expect(cellsOf(lines[at + 1] ?? '')).toEqual(['on', 'sold', 'counted']);
    expect(cellsOf(lines[at + 2] ?? '')).toEqual([dayOf(60), '5000', '10']);
  });

  it('counts the closed days of the future in what the opening days change, against a usual week', async () => {
    const isSunday = (t: number): boolean => t % 7 === 6;
    const past = Array.from({ length: 70 }, (_, t) => `tea,${dayOf(t)},${isSunday(t) ? '0,0' : '10,1'}`);
    const shop = await folder.write('shop.csv', `item,date,quantity,open\n${past.join('\n')}\n`);
    const effectOf = async (isOpen: (t: number) => boolean): Promise<string[]> => {
      const rows = Array.from({ length: 14 }, (_, k) => `tea,${dayOf(70 + k)},${isOpen(70 + k) ? 1 : 0}`);
      const ahead = await folder.write('opening.csv', `item,date,open\n${rows.join('\n')}\n`);
      const { stdout } = await runCli(
        ...['forecast', shop, '--future', ahead, '--horizon', '14', '--models', 'seasonal-naive'],
        ...['--explain', 'tea'],
      );
      return cellsOf(stdout.split('\n').find((line) => line.startsWith('  open ')) ?? '');
    };
    expect(await effectOf(() => false)).toEqual(['open', 'open as usual', '-100.0 %', '-120.0']);
    expect(await effectOf((t) => !isSunday(t) && t !== 72)).toEqual([
      ...['open', 'open as usual', '-8.3 %', '-10.0'],
    ]);
    expect(await effectOf((t) => !isSunday(t))).toEqual(['']);
  });

  it('tells a boosted model that could not be trained from one that was not asked for', async () => {
    const rows = Array.from({ length: 60 }, (_, t) => `tea,${dayOf(t)},10`);
    const flat = await folder.write('flat.csv', `item,date,quantity\n${rows.join('\n')}\n`);
    const { stdout } = await runCli(
      ...['forecast', flat, '--horizon', '7', '--models', 'boosted', '--explain', 'tea'],
    );
    expect(stdout).toContain('Models tried on past windows\n');
    expect(stdout).toContain('No boosted part: that model could not be trained');
  });

  it.each([
    [['tea1'], '--explain: the input has no item "tea1"; near it: "tea 1", "tea 0", "tea 2".'],
    [
      ['tea 0'],
      '--explain: item "tea 0" is at 2 locations; write "tea 0|LOCATION" with one of "north", "south".',
    ],
    [['tea 0|nort'], '--explain: item "tea 0" is not at location "nort"; near it: "north".'],
    [['quite another|north'], '--explain: the input has no item "quite another".'],
    [
      ['tea 1', '--summary', 'x.json'],
      '--explain with --summary needs --out too: without it only one series is forecast.',
    ],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await explain('--explain', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`nimbus: ${sentence}\n`);
  });
});

describe('names', () => {
  it('near a wrong one are parts of it or few letters away, the nearest first', () => {
    expect(nearNames('widgt', ['gadget', 'widget', 'midget', 'Widgets', 'sprocket'])).toEqual([
      'widget',
      'Widgets',
      'midget',
    ]);
    expect(nearNames('BLUE', ['deep blue', 'Blue', 'red'])).toEqual(['Blue', 'deep blue']);
    expect(nearNames('', ['a long name'])).toEqual([]);
  });

  it('with a bar are found whole before they are parted', () => {
    const observations = { items: ['a|b', 'a'], locations: ['x', 'b'] };
    expect(findSeries(observations, 'a|b')).toEqual({ item: 'a|b', location: 'x' });
    expect(findSeries(observations, 'a|b|x')).toEqual({ item: 'a|b', location: 'x' });
    expect(findSeries({ items: ['a'], locations: [''] }, 'a')).toEqual({ item: 'a', location: '' });
  });
});
