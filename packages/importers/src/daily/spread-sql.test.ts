import { tmpdir } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDb, openDuckDb } from '../observations/open-duckdb.ts';
import { spreadSql } from './spread-sql.ts';

let db: DuckDb;
let connection: DuckDBConnection;
beforeAll(async () => {
  db = await openDuckDb({ memoryMiB: 256, threads: 2, temporaryFolder: tmpdir() });
  connection = db.connection;
});
afterAll(() => db.close());

const ask = async (sql: string): Promise<number[]> =>
  ((await connection.runAndReadAll(sql)).getRows()[0] ?? []).map(Number);

/** 400 items with one row a month in 2024 of `units` each. */
const months = (units: string, revenue = '0'): string =>
  `(SELECT 'item ' || i AS item, 'Main' AS location, make_date(2024, m::INTEGER, 1) AS day,
     (${units})::DOUBLE AS quantity, (${revenue})::BIGINT AS revenue FROM range(400) a(i), range(1, 13) b(m))`;

describe('rows of months as days', () => {
  it.each([1, 3, 45, 100, 101, 150, 3000, 1_000_000])(
    'has %i units in all, on days that vary as those of single sales do',
    async (units) => {
      const days = `(${spreadSql(months(String(units), '12345'), 'month')})`;
      const [count, least, sum, revenue, wrong] = await ask(
        `SELECT count(*), min(quantity), sum(quantity), sum(revenue), sum((quantity <> round(quantity))::INTEGER) FROM ${days}`,
      );
      expect([count, sum, revenue, wrong]).toEqual([400 * 366, 4800 * units, 4800 * 12_345, 0]);
      expect(least).toBeGreaterThanOrEqual(0);
      const [most = 0] = await ask(
        `SELECT max(abs(total - ${units})) FROM (SELECT item, month(day), sum(quantity) AS total FROM ${days} GROUP BY ALL)`,
      );
      expect(most).toBe(0);
      // of units that fall on n days alike each has the variance of its mean times 1 - 1/n
      const [ratio = 0] = await ask(
        `SELECT avg(v / m) FROM (SELECT var_pop(quantity) AS v, avg(quantity) AS m FROM ${days} GROUP BY item, month(day))`,
      );
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.1);
    },
  );

  it('favours no day and no weekday, and neighbours know nothing of one another', async () => {
    const days = `(${spreadSql(months('60'), 'month')})`;
    const [least = 0, most = 0] = await ask(
      `SELECT min(m), max(m) FROM (SELECT avg(quantity) AS m FROM ${days} GROUP BY day(day) UNION ALL SELECT avg(quantity) FROM ${days} GROUP BY dayofweek(day))`,
    );
    expect(least).toBeGreaterThan(1.85);
    expect(most).toBeLessThan(2.1);
    const [next = 1] = await ask(
      `SELECT corr(q, n) FROM (SELECT quantity AS q, lead(quantity) OVER (PARTITION BY item ORDER BY day) AS n FROM ${days})`,
    );
    // -1/30 within a month
    expect(Math.abs(next)).toBeLessThan(0.06);
  });

  it('gives the same days for the same rows, and others for others', async () => {
    await connection.run(`CREATE TABLE one AS ${spreadSql(months('i % 50'), 'month')}`);
    const again = spreadSql(months('i % 50'), 'month');
    expect(await ask(`SELECT count(*) FROM (FROM one EXCEPT FROM (${again}))`)).toEqual([0]);
    expect(
      await ask(
        `SELECT count(DISTINCT list_days) FROM (SELECT item, list(quantity ORDER BY day) AS list_days FROM one WHERE item LIKE '%9' GROUP BY item)`,
      ),
    ).toEqual([40]);
  });

  it('keeps fractions, returns and money without units exact', async () => {
    const check = async (quantity: string, revenue: string) =>
      ask(
        `SELECT sum(quantity), sum(revenue), count(*) FROM (${spreadSql(`(SELECT 'a' AS item, 'b' AS location, DATE '2023-02-28' AS day, ${quantity}::DOUBLE AS quantity, ${revenue}::BIGINT AS revenue)`, 'month')})`,
      );
    const [fraction = 0, money] = await check('12.345678', '1001');
    expect(fraction).toBeCloseTo(12.345678, 6);
    expect(money).toBe(1001);
    expect(await check('-7', '-995')).toEqual([-7, -995, 28]);
    expect(await check('0', '500')).toEqual([0, 500, 28]);
    // less money than units: no day has less than nothing
    const [least] = await ask(`SELECT min(revenue) FROM (${spreadSql(months('30', '15'), 'month')})`);
    expect(least).toBe(0);
    expect(await check('500000000', '1000000000000')).toEqual([500_000_000, 1_000_000_000_000, 28]);
  });

  it('covers the week that begins or ends on the date', async () => {
    const days = async (period: 'week_from' | 'week_until') => {
      const rows = `(SELECT 'a' AS item, 'b' AS location, DATE '2024-03-04' AS day, 700::DOUBLE AS quantity, NULL::BIGINT AS revenue)`;
      const read = await connection.runAndReadAll(
        `SELECT min(day)::VARCHAR, max(day)::VARCHAR, sum(quantity), count(revenue)::DOUBLE FROM (${spreadSql(rows, period)})`,
      );
      return read.getRows()[0];
    };
    expect(await days('week_from')).toEqual(['2024-03-04', '2024-03-10', 700, 0]);
    expect(await days('week_until')).toEqual(['2024-02-27', '2024-03-04', 700, 0]);
  });
});
