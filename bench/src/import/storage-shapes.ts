import { createDatabase } from '@ordernimbus/data';

/**
 * What docs/adr/0004 rests on: the daily facts that an import just stored, once as they are (one row for each item,
 * location and quarter) and once as a row for each day with the same key. Fill, size, and reading one series.
 */
export async function compareStorage(ownerUrl: string): Promise<string[]> {
  const database = createDatabase({ url: ownerUrl, statementTimeoutMs: 0, maxConnections: 1 });
  const client = await database.pool.connect();
  const timed = async (sql: string): Promise<number> => {
    const began = performance.now();
    await client.query(sql);
    return (performance.now() - began) / 1000;
  };
  try {
    await client.query(
      `create table by_quarter (like sales_quarters including all);
       create table by_day (tenant_id uuid not null, item_id int not null, location_id int not null, day date not null,
         sold float8 not null, returned float8 not null, revenue_minor bigint not null, lines int not null,
         primary key (tenant_id, item_id, location_id, day))`,
    );
    const quarters = await timed('insert into by_quarter select * from sales_quarters');
    const days = await timed(
      `insert into by_day select q.tenant_id, q.item_id, q.location_id, q.quarter + u.day::int, u.sold, u.returned, u.revenue, u.lines
       from sales_quarters q, unnest(q.days, q.sold, q.returned, q.revenue_minor, q.lines) as u(day, sold, returned, revenue, lines)`,
    );
    await client.query('analyze by_quarter; analyze by_day');
    const size = async (table: string): Promise<{ rows: number; mib: number }> => {
      const { rows } = await client.query<{ rows: number; mib: number }>(
        `select (select count(*) from ${table})::int as rows, pg_total_relation_size('${table}') / 1048576.0 as mib`,
      );
      return { rows: rows[0]?.rows ?? 0, mib: Number(rows[0]?.mib ?? 0) };
    };
    const [quarterSize, daySize] = [await size('by_quarter'), await size('by_day')];
    const readAll = {
      quarters: await timed('select sum((select sum(s) from unnest(sold) s)) from by_quarter'),
      days: await timed('select sum(sold) from by_day'),
    };
    const { rows } = await client.query<{ tenant_id: string; item_id: number; location_id: number }>(
      'select tenant_id, item_id, location_id from by_quarter order by item_id limit 500',
    );
    const readSeries = async (sql: string): Promise<number> => {
      const began = performance.now();
      for (const row of rows) await client.query(sql, [row.tenant_id, row.item_id, row.location_id]);
      return (performance.now() - began) / rows.length;
    };
    const key = 'where tenant_id = $1 and item_id = $2 and location_id = $3';
    const one = {
      quarters: await readSeries(
        `select quarter, days, sold, returned, revenue_minor from by_quarter ${key} order by quarter`,
      ),
      days: await readSeries(`select day, sold, returned, revenue_minor from by_day ${key} order by day`),
    };
    return [
      '## The same daily facts as quarters with arrays and as a row a day',
      '',
      '| shape | rows | MiB with index | filled in s | all summed in s | one series read in ms |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      `| one row a quarter, arrays | ${quarterSize.rows.toLocaleString('en')} | ${quarterSize.mib.toFixed(1)} | ${quarters.toFixed(2)} | ${readAll.quarters.toFixed(2)} | ${one.quarters.toFixed(2)} |`,
      `| one row a day | ${daySize.rows.toLocaleString('en')} | ${daySize.mib.toFixed(1)} | ${days.toFixed(2)} | ${readAll.days.toFixed(2)} | ${one.days.toFixed(2)} |`,
    ];
  } finally {
    client.release();
    await database.close();
  }
}
