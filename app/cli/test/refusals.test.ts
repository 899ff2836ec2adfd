import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { binary, createTestFolder, dailyRows, excerpt, runCli } from './run-cli.ts';

const good = `item,location,date,quantity\n${dailyRows('a', 's', 20).join('\n')}\n`;
let folder: Awaited<ReturnType<typeof createTestFolder>>;

beforeAll(async () => {
  folder = await createTestFolder();
});

/** Exit code 2, nothing on standard output, one sentence on standard error. */
async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(...args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.endsWith('\n')).toBe(true);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/\bat .*\.(ts|js):\d+/);
  return stderr.trimEnd().replace(/^nimbus: /, '');
}

const files: readonly [what: string, content: string | Uint8Array, sentence: string][] = [
  ['an empty file', '', 'in.csv: the file is empty.'],
  ['no rows', 'item,date,quantity\n', 'in.csv: the file has a header but no rows.'],
  [
    'text in quantity',
    'item,date,quantity\na,2024-01-01,1\nb,2024-01-02,many\n',
    'in.csv, line 3, column "quantity": "many" is not a number.',
  ],
  [
    'a quantity that nobody sold',
    'item,date,quantity\na,2024-01-01,1\na,2024-01-02,1e15\n',
    'in.csv, line 3, column "quantity": "1e15" is too large to be a quantity.',
  ],
  [
    'an infinite quantity',
    'item,date,quantity\na,2024-01-01,inf\n',
    'in.csv, line 2, column "quantity": "inf" is not a number.',
  ],
  [
    'the right line after quoted line breaks and empty lines',
    'item,date,Qty\n"a\nb",2024-01-01,1\n\nb,2024-01-02,x\n',
    'in.csv, line 5, column "Qty": "x" is not a number.',
  ],
  [
    'no date',
    'item,date,quantity\na,yesterday,1\n',
    'in.csv, line 2, column "date": "yesterday" is not a date; write dates as 2024-05-31.',
  ],
  [
    'a day that does not exist',
    'item,date,quantity\na,2023-02-29,1\n',
    'in.csv, line 2, column "date": "2023-02-29" is not a date; write dates as 2024-05-31.',
  ],
  [
    'dates that can be read both ways',
    'item,date,quantity\na,01/02/2024,1\n',
    'in.csv, line 2, column "date": "01/02/2024" can be read day first or month first and no other date decides it; write dates as 2024-05-31.',
  ],
  [
    'a second row for one key',
    'item,date,quantity\na,2024-01-01,1\na,2024-01-02,1\na,2024-01-01,2\n',
    'in.csv, line 4, column "date": a has a second row for 2024-01-01, after line 2; give one row for each item, location and date.',
  ],
  [
    'no column for the item',
    'colour,date,quantity\nred,2024-01-01,1\n',
    'in.csv, line 1: no column for the item was recognised among: colour, date, quantity; name it with --map item=COLUMN.',
  ],
  [
    'two columns with one name',
    'item,date,quantity,Quantity\na,2024-01-01,1,2\n',
    'in.csv, line 1, column "quantity": 2 columns have this name, so it is not clear which one is the quantity; rename one.',
  ],
  [
    'a row that is too short',
    'item,date,quantity\na,2024-01-01,1\nb,2024-01-02\n',
    'in.csv, line 3: the header names 3 columns, but this line has 2.',
  ],
  [
    'a quotation mark that is not closed',
    'item,date,quantity\na,2024-01-01,"1\nb,2024-01-02,2\n',
    'in.csv, line 2: a quotation mark is opened and not closed.',
  ],
  [
    'an empty item',
    'item,date,quantity\n,2024-01-01,1\n',
    'in.csv, line 2, column "item": the item is empty.',
  ],
  [
    'no quantity at all',
    'item,date,quantity\na,2024-01-01,\n',
    'in.csv, column "quantity": no row has a quantity.',
  ],
  [
    'a flag that is neither yes nor no',
    'item,date,quantity,open\na,2024-01-01,1,maybe\n',
    'in.csv, line 2, column "open": "maybe" is neither yes (1, true) nor no (0, false).',
  ],
  [
    'days among hours',
    `item,date,quantity\na,2024-01-01 09:00,1\na,2024-01-02,2\na,2024-01-03 10:00,3\n`,
    'in.csv, line 3, column "date": "2024-01-02" is a day, but "2024-01-01 09:00" is a time of day; write all dates alike, or say what a step is with --frequency.',
  ],
  [
    'months among days',
    `item,date,quantity\n${[1, 2, 3, 4, 5, 6].map((month) => `m,2024-0${month}-01,9`).join('\n')}\nd,2024-01-01,1\nd,2024-01-02,1\n`,
    'in.csv, line 2, column "date": m has one row a month and other series have days; put them into files of their own, or say what a step is with --frequency.',
  ],
  [
    'quarters among months',
    `item,date,quantity\n${Array.from({ length: 24 }, (_, t) => `m,${2022 + Math.floor(t / 12)}-${String(1 + (t % 12)).padStart(2, '0')},9`).join('\n')}\n${Array.from({ length: 8 }, (_, t) => `q,${2022 + Math.floor(t / 4)}-${String(1 + 3 * (t % 4)).padStart(2, '0')},27`).join('\n')}\n`,
    'in.csv, line 26, column "date": q has one row a quarter and other series have months; put them into files of their own, or say what a step is with --frequency.',
  ],
  [
    'a binary file',
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2),
    'in.csv, line 1: the file is binary, not CSV, TSV or Parquet.',
  ],
  [
    'text that is not UTF-8',
    Buffer.from('item,date,quantity\nb\xfcrste,2024-01-01,1\n', 'latin1'),
    'in.csv, line 2: the text is not UTF-8; save the file as UTF-8.',
  ],
];

describe('nimbus says what is wrong in one sentence', () => {
  it.each(files)('%s', async (_, content, sentence) => {
    const file = await folder.write('in.csv', content);
    expect(await refusal('forecast', file, '--horizon', '3')).toBe(sentence);
  });

  it.each([
    ['horizon 0', ['--horizon', '0'], '--horizon must be a whole number from 1 to 1000, not "0".'],
    ['horizon 2.5', ['--horizon', '2.5'], '--horizon must be a whole number from 1 to 1000, not "2.5".'],
    ['no horizon', [], "required option '--horizon <n>' not specified."],
    [
      'an unknown frequency',
      ['--horizon', '3', '--frequency', 'fortnight'],
      '--frequency must be H, D, W, M, Q, Y or auto, not "fortnight".',
    ],
    [
      'a level of 100',
      ['--horizon', '3', '--levels', '50,100'],
      '--levels must be percentages between 0 and 100 separated by commas, not "100".',
    ],
    [
      'two levels of one range',
      ['--horizon', '3', '--levels', '80, 50,80.0000001'],
      '--levels 80 and 80.0000001 are one range: its ends are told apart to eight decimals.',
    ],
    [
      'a level whose ends are no quantiles',
      ['--horizon', '3', '--levels', '99.99999999'],
      '--levels must be percentages between 0 and 100 separated by commas, not "99.99999999".',
    ],
    [
      'a level that is the median',
      ['--horizon', '3', '--levels', '0.0000001'],
      '--levels must be percentages between 0 and 100 separated by commas, not "0.0000001".',
    ],
    ['an unknown flag', ['--horizon', '3', '--hoirzon', '4'], "unknown option '--hoirzon'"],
    [
      'a map of an unknown role',
      ['--horizon', '3', '--map', 'colour=red'],
      '--map takes pairs such as item=SKU,quantity=Units',
    ],
    [
      'a map of one column to two roles',
      ['--horizon', '3', '--map', 'item=date,date=Date'],
      'good.csv, line 1, column "date": --map gives this column two roles, item and date; name another column for one of them.',
    ],
    [
      'a map of two columns to one role',
      ['--horizon', '3', '--map', 'quantity=a,quantity=b'],
      '--map names two columns for the quantity, "a" and "b"; keep one of them.',
    ],
    [
      'a map to an unknown column',
      ['--horizon', '3', '--map', 'item=SKU'],
      'good.csv, line 1: --map names the column "SKU" for item, but the columns are: item, location, date, quantity.',
    ],
    [
      'a cut-off that is no date',
      ['--horizon', '3', '--cutoff', 'soon'],
      '--cutoff must be a date such as 2024-05-31',
    ],
    [
      'a cut-off before the data',
      ['--horizon', '3', '--cutoff', '1999-12-31'],
      '--cutoff 1999-12-31 is before the first date',
    ],
    [
      'an unknown kind of output',
      ['--horizon', '3', '--out', 'x.xlsx'],
      '--out must end in .csv, .csv.gz or .parquet',
    ],
    [
      'a future file that is not there',
      ['--horizon', '3', '--future', 'nowhere.csv'],
      'nowhere.csv: there is no such file.',
    ],
    ['an unknown model', ['--horizon', '3', '--models', 'oracle'], '--models does not know "oracle"'],
  ])('%s', async (_, flags, sentence) => {
    const file = await folder.write('good.csv', good);
    expect(await refusal('forecast', file, ...flags)).toContain(sentence);
  });

  it('an item of the future file without a history', async () => {
    const file = await folder.write('known.csv', good);
    const future = await folder.write(
      'future.csv',
      'item,location,date,open\na,s,2024-01-21,1\na,t,2024-01-21,1\n',
    );
    expect(await refusal('forecast', file, '--horizon', '1', '--future', future)).toBe(
      'future.csv, line 3, column "item": a at t has no history in known.csv, so nothing can be forecast for it; correct the name or leave its rows out.',
    );
  });

  it('names a folder that does not exist, and leaves no half-written file', async () => {
    const out = folder.path('missing/out.csv');
    expect(await refusal('forecast', excerpt, '--horizon', '3', '--out', out)).toBe(
      `${out} cannot be written: its folder does not exist.`,
    );
    const duplicate = await folder.write('in.csv', `${good}a,s,2024-01-01,1\n`);
    const kept = folder.path('kept.csv');
    await refusal('forecast', duplicate, '--horizon', '3', '--out', kept);
    expect(existsSync(kept)).toBe(false);
    expect(readdirSync(folder.path('.')).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('does not overwrite what it reads, nor one output with the other', async () => {
    const file = await folder.write('sales.csv', good);
    const future = await folder.write('ahead.csv', 'item,location,date,open\na,s,2024-01-21,1\n');
    const link = folder.path('link.csv');
    await symlink(file, link);
    const run = (...flags: string[]) => refusal('forecast', file, '--horizon', '1', ...flags);
    expect(await run('--out', link)).toBe(`--out ${link} would replace the input.`);
    expect(await run('--summary', file)).toBe(`--summary ${file} would replace the input.`);
    expect(await run('--future', future, '--out', future)).toBe(
      `--out ${future} would replace the file of --future.`,
    );
    const both = folder.path('both.csv');
    expect(await run('--out', both, '--summary', both)).toBe(
      '--out and --summary name one file; give each its own.',
    );
    expect(readFileSync(file, 'utf8')).toBe(good);
  });

  it('does not overwrite a file that has the name of its output and more, the input itself included', async () => {
    const out = folder.path('next.csv');
    const file = await folder.write('next.csv.partial', good);
    const { code, stderr } = await runCli(
      ...['forecast', file, '--horizon', '1', '--models', 'naive', '--out', out],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(existsSync(out)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(good);
    await refusal('forecast', file, '--horizon', '1', '--cutoff', '1999-12-31', '--out', out);
    expect(readFileSync(file, 'utf8')).toBe(good);
  });

  it('knows before it computes that the summary has no place', async () => {
    const summary = folder.path('missing/score.json');
    expect(await refusal('backtest', excerpt, '--horizon', '3', '--summary', summary)).toBe(
      `${summary} cannot be written: its folder does not exist.`,
    );
    const inside = `${excerpt}/score.json`;
    expect(await refusal('backtest', excerpt, '--horizon', '3', '--summary', inside)).toBe(
      `${inside} cannot be written: its folder is a file.`,
    );
  });

  it('does not read a pipe, of which the second reading would miss the start', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [binary, 'forecast', '/dev/stdin', '--horizon', '3'],
      { input: good, encoding: 'utf8' },
    );
    expect(stderr).toBe(
      'nimbus: stdin: this is a pipe or a device, which can be read only once; write it to a file first.\n',
    );
    expect(status).toBe(2);
  });

  it('a back-test whose windows leave no history', async () => {
    const file = await folder.write('short.csv', good);
    expect(await refusal('backtest', file, '--horizon', '30')).toBe(
      `${file} from 2024-01-01 to 2024-01-20 leaves nothing to learn from before a window of 30 steps; choose a smaller --horizon.`,
    );
  });

  it('standard output or a temporary folder that cannot be written, without leaving a folder behind', async () => {
    const file = await folder.write('good.csv', good);
    await mkdir(folder.path('tmp'), { recursive: true });
    const run = (temporary: string, out: 'pipe' | number) =>
      spawnSync(process.execPath, [binary, 'forecast', file, '--horizon', '3'], {
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', out, 'pipe'],
        encoding: 'utf8',
      });
    const readOnly = openSync(file, 'r');
    const full = run(folder.path('tmp'), readOnly);
    closeSync(readOnly);
    expect(full.stderr).toMatch(/^nimbus: standard output cannot be written: [^\n]+\.\n$/);
    expect(full.status).toBe(2);
    expect(readdirSync(folder.path('tmp')).filter((name) => name.startsWith('nimbus-'))).toEqual([]);
    const missing = run(folder.path('nowhere'), 'pipe');
    expect(missing.stderr).toBe(
      `nimbus: the folder for temporary files, ${folder.path('nowhere')} (see TMPDIR), cannot be written: its folder does not exist.\n`,
    );
    expect(missing.status).toBe(2);
  });

  it('a file that needs more memory than it may use', async () => {
    const note = 'a note that fills the memory of whoever reads it '.repeat(20);
    const rows = Array.from({ length: 60_000 }, (_, i) => `i${i},2024-01-01,1,${i} ${note}${i * 7919}`);
    const file = await folder.write('large.csv', `item,date,quantity,note\n${rows.join('\n')}\n`);
    expect(await refusal('forecast', file, '--horizon', '1', '--memory', '64', '--threads', '4')).toBe(
      `--memory 64 is not enough to read and sort ${file}; give more MiB.`,
    );
  });

  it('an input without a name', async () => {
    expect(await refusal('forecast', '', '--horizon', '3')).toBe('the name of the input file is empty.');
  });

  it('says when a step is shorter than what lies between the dates', async () => {
    const { code, stderr } = await runCli(
      ...['forecast', excerpt, '--horizon', '1', '--models', 'naive', '--frequency', 'D'],
    );
    expect(code).toBe(0);
    expect(stderr).toBe(
      `nimbus: the dates of ${excerpt} look like steps of W; as asked by --frequency D, each quantity is taken for one step of D.\n`,
    );
  });

  it('asks for a finer frequency when several rows fall into one step', async () => {
    const file = await folder.write('good.csv', good);
    expect(await refusal('forecast', file, '--horizon', '3', '--frequency', 'W')).toContain(
      'in one step of frequency W; sum them, or choose a finer --frequency.',
    );
  });

  it('an unknown command', async () => {
    expect(await refusal('prophesy')).toBe("unknown command 'prophesy'.");
  });
});
