import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { originsTable } from './origins-table.ts';
import { alignErrors, readErrors } from './read-errors.ts';
import { joinFuture, writeTotal } from './write-total.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nimbus-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));
const write = async (name: string, lines: readonly string[]): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
};

describe('the sum of a set', () => {
  it('adds quantities up by date and keeps the columns that all series share', async () => {
    const input = await write('input.csv', [
      'item,location,date,quantity,price,event',
      'b,,2026-01-02,2,1.5,',
      'b,,2026-01-03,4,1.5,fair',
      'a,,2026-01-03,1,2,fair',
    ]);
    const future = await write('future.csv', [
      'item,location,date,price,event',
      'a,,2026-01-04,2,',
      'b,,2026-01-04,1.5,',
    ]);
    const [joined, out] = [join(folder, 'joined.csv'), join(folder, 'total.csv')];
    await joinFuture({ input, future }, joined);
    await writeTotal(joined, out);
    expect(await readFile(out, 'utf8')).toBe(
      'item,location,date,quantity,event\ntotal,,2026-01-02,2,\ntotal,,2026-01-03,5,fair\ntotal,,2026-01-04,,\n',
    );
  });
});

describe('errors of a back-test', () => {
  it('are laid side by side by origin and date, zero where a series had not begun', async () => {
    const file = await write('backtest.csv', [
      'item,location,origin,date,actual,mean,q0.5,naive',
      'total,,2026-01-01,2026-01-02,9,7.5,8,9',
      'total,,2026-01-02,2026-01-03,5,6,6,9',
      'a,x,2026-01-02,2026-01-03,4,1,1,1',
    ]);
    expect([...alignErrors(await readErrors(file), ['total|', 'a|x', 'b|x'])]).toEqual([1.5, -1, 0, 3, 0, 0]);
  });
});

describe('the table of origins', () => {
  it('averages the windows before the test window only', () => {
    const scores = (sum: number) => [{ method: 'bottom-up', sum, main: sum / 2 }];
    const table = originsTable({ mainMetric: 'weighted RMSSE' }, [
      { origin: '-1', scores: scores(9) },
      { origin: '-2', scores: scores(0.4) },
      { origin: '-3', scores: scores(0.8) },
    ]);
    expect(table).toContain('9.0000 / 4.5000');
    expect(table).toContain('0.6000 / 0.3000');
  });
});
