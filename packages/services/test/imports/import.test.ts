import { ServiceError } from '@ordernimbus/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Context,
  cancelImport,
  getDataQuality,
  getSourceLines,
  listImports,
  listItems,
  listLocations,
  runImport,
  setMapping,
  startImport,
  streamErrors,
} from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { allRows, dailyFacts, finish, importWhole, undo, upload } from './import-fixture.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform({ now: () => new Date('2026-06-01T10:00:00Z') });
});
afterAll(() => test.close());

const shop = async (options?: { currency?: string; timeZone?: string }): Promise<Context> =>
  test.contextFor(await test.createTenant(options), 'owner');

describe('daily tables', () => {
  const first =
    'date,sku,store,units,price\n2026-01-01,A,S1,3,2.50\n2026-01-02,A,S1,0,2.50\n2026-01-02,B,S2,5,1.00\n2026-01-02,B,S2,-2,1.00\n';

  it('imports days, adds up repeated rows, keeps returns apart', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, first);
    expect(done).toMatchObject({
      status: 'done',
      result: { rows: 4, validRows: 4, itemDays: 3, itemDaysChanged: 2 },
    });
    expect(await dailyFacts(ctx)).toEqual(['A|S1|2026-01-01 3 0 750 1', 'B|S2|2026-01-02 5 2 300 2']);
    expect((await listItems(ctx, {})).items.map(({ sku, priceMinor }) => [sku, priceMinor])).toEqual([
      ['A', 250],
      ['B', 100],
    ]);
    expect((await listLocations(ctx)).items.map(({ code }) => code)).toEqual(['S1', 'S2']);
  });

  it('changes nothing when the same file comes again, and says so', async () => {
    const ctx = await shop();
    const one = await importWhole(ctx, first);
    const before = await dailyFacts(ctx);
    const two = await importWhole(ctx, first);
    expect(two.preview?.overlaps).toMatchObject({ itemDays: 3, sameFileAs: one.id });
    expect(two.result?.itemDaysChanged).toBe(0);
    expect(await dailyFacts(ctx)).toEqual(before);
    await undo(ctx, two.id);
    expect(await dailyFacts(ctx)).toEqual(before);
  });

  it('lets the later file win on overlapping days, and an undo brings the earlier back', async () => {
    const ctx = await shop();
    await importWhole(ctx, first);
    const before = await dailyFacts(ctx);
    const later = await importWhole(
      ctx,
      'date,sku,store,units,price\n2026-01-01,A,S1,7,2.50\n2026-04-01,C,S1,1,9.99\n',
    );
    expect(await dailyFacts(ctx)).toEqual([
      'A|S1|2026-01-01 7 0 1750 1',
      'B|S2|2026-01-02 5 2 300 2',
      'C|S1|2026-04-01 1 0 999 1',
    ]);
    expect((await undo(ctx, later.id)).status).toBe('undone');
    expect(await dailyFacts(ctx)).toEqual(before);
    expect((await listItems(ctx, {})).items.map(({ sku }) => sku)).toEqual(['A', 'B']);
  });

  it('leaves nothing when the only import is undone', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, first);
    await undo(ctx, done.id);
    expect(await dailyFacts(ctx)).toEqual([]);
    expect(await allRows(ctx, 'items')).toEqual([]);
    expect(await allRows(ctx, 'locations')).toEqual([]);
  });

  it('turns out-of-stock and closed days into spans', async () => {
    const ctx = await shop();
    const file =
      'date,sku,store,units,in_stock,open\n2026-01-01,A,S,3,1,1\n2026-01-02,A,S,0,0,1\n2026-01-03,A,S,0,0,1\n2026-01-04,A,S,0,1,0\n';
    const done = await importWhole(ctx, file);
    const spans = await allRows(ctx, 'unavailable_spans');
    expect(spans.map(({ from_day, to_day, reason }) => [from_day, to_day, reason]).sort()).toEqual([
      ['2026-01-02', '2026-01-03', 'out_of_stock'],
      ['2026-01-04', '2026-01-04', 'closed'],
    ]);
    const quality = await getDataQuality(ctx);
    expect(quality.items.find(({ id }) => id === 'unknown_days')?.count).toBe(2);
    await undo(ctx, done.id);
    expect(await allRows(ctx, 'unavailable_spans')).toEqual([]);
  });
});

it('gives items back the names, categories and prices of the other files when an import is undone', async () => {
  const ctx = await shop();
  const said = async () =>
    (await listItems(ctx, {})).items.map(({ sku, name, category, priceMinor }) => [
      sku,
      name,
      category,
      priceMinor,
    ]);
  await importWhole(
    ctx,
    'date,sku,name,category,units,price\n2026-01-01,A,Tea,Drinks,1,2.00\n2026-01-01,B,Bun,,1,1.00\n',
  );
  const middle = await importWhole(
    ctx,
    'date,sku,name,category,units,price\n2026-01-02,A,Green tea,Leaves,1,3.00\n2026-01-02,B,Bun,Bakery,1,1.00\n',
  );
  const last = await importWhole(ctx, 'date,sku,units,price\n2026-01-03,A,1,4.00\n');
  expect(await said()).toEqual([
    ['A', 'Green tea', 'Leaves', 400],
    ['B', 'Bun', 'Bakery', 100],
  ]);
  await undo(ctx, middle.id);
  expect(await said()).toEqual([
    ['A', 'Tea', 'Drinks', 400],
    ['B', 'Bun', null, 100],
  ]);
  await undo(ctx, last.id);
  expect(await said()).toEqual([
    ['A', 'Tea', 'Drinks', 200],
    ['B', 'Bun', null, 100],
  ]);
});

describe('order lines', () => {
  it('takes a numbered line of an order once, however often the file has it', async () => {
    const ctx = await shop();
    const done = await importWhole(
      ctx,
      'order,line,sku,qty,date\n7,1,A,2,2026-01-01\n7,2,A,3,2026-01-01\n7,1,A,2,2026-01-01\n8,1,A,2,2026-01-01\n7,,A,1,2026-01-01\n7,,A,1,2026-01-01\n',
    );
    expect(done.result).toMatchObject({
      validRows: 5,
      unitsSold: 9,
      rejections: [{ reason: 'duplicate_line', rows: 1, examples: [{ row: 4, column: 'line', value: '1' }] }],
    });
    expect(await dailyFacts(ctx)).toEqual(['A|Main|2026-01-01 9 0 0 5']);
  });

  const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice\n';
  const first = `${header}1001,A,Apple,2,2026-01-01 10:00,1.00\n1001,A,Apple,3,2026-01-01 10:00,1.00\nC1002,A,Apple,-1,2026-01-02 09:00,1.00\n1003,POST,Postage,1,2026-01-02 09:00,5.00\n1004,B,Bean,4,2026-01-03 09:00,2.00\n`;

  it('sums lines, counts cancellations as returns, sets postage aside', async () => {
    const ctx = await shop();
    const done = await importWhole(ctx, first);
    expect(done.mapping?.excludedItems).toEqual(['POST']);
    expect(done.result).toMatchObject({
      rows: 5,
      validRows: 4,
      rejectedRows: 1,
      unitsSold: 9,
      unitsReturned: 1,
    });
    expect(await dailyFacts(ctx)).toEqual([
      'A|Main|2026-01-01 5 0 500 2',
      'A|Main|2026-01-02 0 1 -100 1',
      'B|Main|2026-01-03 4 0 800 1',
    ]);
    const [item] = (await listItems(ctx, { search: 'apple' })).items;
    const [location] = (await listLocations(ctx)).items;
    const lines = await getSourceLines(ctx, {
      itemId: item?.itemId ?? 0,
      locationId: location?.locationId ?? 0,
      day: '2026-01-01',
    });
    expect(lines).toMatchObject({ sold: 5, returned: 0 });
    expect(lines.items.map(({ row, order, quantity, counted }) => [row, order, quantity, counted])).toEqual([
      [2, '1001', 2, true],
      [3, '1001', 3, true],
    ]);
  });

  it('replaces an order as a whole by a later file, also its items that are not in it any more', async () => {
    const ctx = await shop();
    await importWhole(ctx, first);
    const before = await dailyFacts(ctx);
    const later = await importWhole(
      ctx,
      `${header}1001,B,Bean,1,2026-01-01 10:00,2.00\n1009,A,Apple,6,2026-01-05 09:00,1.00\n`,
    );
    expect(await dailyFacts(ctx)).toEqual([
      'A|Main|2026-01-02 0 1 -100 1',
      'A|Main|2026-01-05 6 0 600 1',
      'B|Main|2026-01-01 1 0 200 1',
      'B|Main|2026-01-03 4 0 800 1',
    ]);
    await undo(ctx, later.id);
    expect(await dailyFacts(ctx)).toEqual(before);
  });

  it('gives way to a daily table on the days that it holds', async () => {
    const ctx = await shop();
    const table = await importWhole(ctx, 'date,sku,units\n2026-01-01,A,100\n');
    await importWhole(ctx, first);
    expect((await dailyFacts(ctx))[0]).toBe('A|Main|2026-01-01 100 0 0 1');
    await undo(ctx, table.id);
    expect((await dailyFacts(ctx))[0]).toBe('A|Main|2026-01-01 5 0 500 2');
  });

  it('cuts times with a zone into days of the shop', async () => {
    const ctx = await shop({ timeZone: 'America/New_York' });
    await importWhole(
      ctx,
      'order,sku,qty,created at\n1,A,1,2026-01-02 03:00:00 +0000\n2,A,1,2026-01-02 12:00:00 +0000\n',
    );
    expect(await dailyFacts(ctx)).toEqual(['A|Main|2026-01-01 1 0 0 1', 'A|Main|2026-01-02 1 0 0 1']);
  });
});

describe('till lines', () => {
  it('counts each line as a unit and does not double files that overlap', async () => {
    const ctx = await shop();
    const one =
      'Date,Time,Transaction,Item\n2026-01-01,09:00:00,1,Bread\n2026-01-01,09:01:00,2,Bread\n2026-01-01,09:01:00,2,Bread\n2026-01-01,09:02:00,3,NONE\n';
    const done = await importWhole(ctx, one);
    expect(done.result?.rejections.map(({ reason, rows }) => [reason, rows])).toEqual([['item_unknown', 1]]);
    expect(await dailyFacts(ctx)).toEqual(['Bread|Main|2026-01-01 3 0 0 3']);
    await importWhole(
      ctx,
      'Date,Time,Transaction,Item\n2026-01-01,09:01:00,2,Bread\n2026-01-01,09:01:00,2,Bread\n2026-01-01,09:09:00,4,Bread\n',
    );
    expect(await dailyFacts(ctx)).toEqual(['Bread|Main|2026-01-01 4 0 0 4']);
  });

  it('replaces a location and day where receipts have no number', async () => {
    const ctx = await shop();
    await importWhole(ctx, 'date,item\n2026-01-01,Tea\n2026-01-01,Tea\n2026-01-01,Cake\n2026-01-02,Tea\n');
    const later = await importWhole(ctx, 'date,item\n2026-01-01,Tea\n2026-01-01,Tea\n2026-01-01,Tea\n');
    expect(await dailyFacts(ctx)).toEqual(['Tea|Main|2026-01-01 3 0 0 3', 'Tea|Main|2026-01-02 1 0 0 1']);
    await undo(ctx, later.id);
    expect(await dailyFacts(ctx)).toEqual([
      'Cake|Main|2026-01-01 1 0 0 1',
      'Tea|Main|2026-01-01 2 0 0 2',
      'Tea|Main|2026-01-02 1 0 0 1',
    ]);
  });
});

describe('stock', () => {
  it('fills stock and parameters, wakes the reorder list, and can be taken back', async () => {
    const ctx = await shop();
    await importWhole(ctx, 'date,sku,store,units\n2026-01-01,A,S1,3\n');
    const one = await importWhole(
      ctx,
      'sku,store,on hand,lead time,pack size,supplier,unit cost\nA,S1,12,9,6,Acme,1.25\nN,S1,4,,,,\n',
    );
    expect(one.status).toBe('done');
    expect((await allRows(ctx, 'stock')).map(({ on_hand }) => on_hand)).toEqual([12, 4]);
    expect(await allRows(ctx, 'reorder_parameters')).toMatchObject([
      { lead_time_days: 9, pack_size: 6, supplier: 'Acme', unit_cost_minor: 125 },
    ]);
    expect(
      test.sent.some(
        ({ name, payload }) => name === 'reorder-recompute' && payload.tenantId === ctx.tenantId,
      ),
    ).toBe(true);
    const two = await importWhole(ctx, 'sku,store,on hand,lead time\nA,S1,5,20\n');
    expect((await allRows(ctx, 'stock')).map(({ on_hand }) => on_hand).sort()).toEqual([4, 5]);
    await undo(ctx, two.id);
    expect((await allRows(ctx, 'stock')).map(({ on_hand }) => on_hand).sort()).toEqual([12, 4]);
    expect(await allRows(ctx, 'reorder_parameters')).toMatchObject([{ lead_time_days: 9, pack_size: 6 }]);
    await undo(ctx, one.id);
    expect(await allRows(ctx, 'stock')).toEqual([]);
    expect(await allRows(ctx, 'reorder_parameters')).toEqual([]);
    expect((await allRows(ctx, 'items')).map(({ sku }) => sku)).toEqual(['A']);
  });
});

describe('the way of an import', () => {
  it('asks where two readings fit, and remembers the answer for the same headers', async () => {
    const ctx = await shop();
    const text = 'date;sku;qty\n03/04/2026;A;2\n05/04/2026;A;1\n';
    const uploaded = await upload(ctx, text);
    expect(uploaded.inspection?.questions.map(({ id }) => id)).toEqual(['dateOrder']);
    const mapping = uploaded.mapping;
    if (!mapping) throw new Error('no mapping');
    await expect(setMapping(ctx, { importId: uploaded.id, mapping })).rejects.toMatchObject({
      code: 'needs_answer',
    });
    await expect(startImport(ctx, { importId: uploaded.id })).rejects.toMatchObject({ code: 'needs_answer' });
    const answered = await setMapping(ctx, {
      importId: uploaded.id,
      mapping: { ...mapping, dateOrder: 'dmy' },
    });
    expect(answered.preview).toMatchObject({ firstDay: '2026-04-03', lastDay: '2026-04-05', newItems: 1 });
    const again = await upload(ctx, 'date;sku;qty\n06/04/2026;A;2\n');
    expect(again.inspection).toMatchObject({ remembered: true, questions: [] });
  });

  it('writes errors.csv with neutralised formulas', async () => {
    const ctx = await shop();
    const uploaded = await upload(
      ctx,
      'date,sku,qty\n2026-01-01,A,1\n2026-01-01,B,=1+1\nnonsense,C,1\n2031-01-01,D,1\nTotal,,3\n',
    );
    await setMapping(ctx, { importId: uploaded.id, mapping: uploaded.mapping as never });
    const { fileName, csv } = await streamErrors(ctx, { importId: uploaded.id });
    let text = '';
    for await (const piece of csv) text += piece;
    expect(fileName).toBe('sales-errors.csv');
    expect(text.trimEnd().split('\r\n')).toEqual([
      'row,column,value,reason',
      "3,qty,'=1+1,The quantity is not a number.",
      '4,date,nonsense,The date cannot be read.',
      '5,date,2031-01-01,The date lies in the future.',
      '6,,Total,"A line of totals, not a sale."',
    ]);
  });

  it('keeps what cannot be read as a failed import with the reason', async () => {
    const ctx = await shop();
    const failed = await upload(ctx, 'PK\x03\x04 not really');
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'unsupported_file' } });
    await expect(startImport(ctx, { importId: failed.id })).rejects.toBeInstanceOf(ServiceError);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const ctx = await shop();
    const { createImport } = await import('../../src/index.ts');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('date,sku,qty\n');
      throw new Error('connection reset');
    }
    await expect(createImport(ctx, { fileName: 'x.csv', body: broken() })).rejects.toThrow(
      'connection reset',
    );
    await expect(
      createImport(ctx, {
        fileName: 'x.csv',
        body: (async function* () {
          yield Buffer.alloc(100);
        })(),
        maxBytes: 10,
      }),
    ).rejects.toMatchObject({ code: 'too_large' });
    expect((await listImports(ctx, {})).items).toEqual([]);
    expect(await ctx.platform.objects.list(`tenants/${ctx.tenantId}`)).toEqual([]);
  });

  it('cancels between steps and leaves what was there before', async () => {
    const ctx = await shop();
    await importWhole(ctx, 'date,sku,units\n2026-01-01,A,1\n');
    const before = await dailyFacts(ctx);
    const uploaded = await upload(ctx, 'date,sku,units\n2026-01-01,A,5\n2026-01-01,B,5\n');
    await startImport(ctx, { importId: uploaded.id });
    // as if a worker had begun: then the wish to cancel comes
    const ownDb = await import('@ordernimbus/data');
    await ownDb.withTenant(ctx.platform.database, ctx.tenantId, (tx) =>
      ownDb.updateImport(tx, uploaded.id, { status: 'running', cancelRequested: true }),
    );
    expect(await runImport(ctx.platform, { tenantId: ctx.tenantId, importId: uploaded.id })).toBe(
      'cancelled',
    );
    expect(await dailyFacts(ctx)).toEqual(before);
    const waiting = await upload(ctx, 'date,sku,units\n2026-01-01,C,5\n');
    expect((await cancelImport(ctx, { importId: waiting.id })).status).toBe('cancelled');
  });

  it('queues one forecast run after a change and none without one', async () => {
    const ctx = await shop();
    await importWhole(ctx, 'date,sku,units\n2026-01-01,A,1\n');
    const runs = () =>
      test.sent.filter(({ name, payload }) => name === 'forecast-run' && payload.tenantId === ctx.tenantId);
    expect(runs()).toHaveLength(1);
    await importWhole(ctx, 'date,sku,units\n2026-01-01,A,1\n');
    expect(runs()).toHaveLength(1);
  });

  it('works on one import of a shop at a time, and two workers never on the same', async () => {
    const ctx = await shop();
    const one = await upload(ctx, 'date,sku,units\n2026-01-01,A,1\n');
    const two = await upload(ctx, 'date,sku,units\n2026-01-01,A,9\n');
    for (const { id } of [one, two]) await startImport(ctx, { importId: id });
    const outcomes = await Promise.all(
      [one, one, two].map(({ id }) => runImport(ctx.platform, { tenantId: ctx.tenantId, importId: id })),
    );
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThanOrEqual(1);
    for (const { id } of [one, two]) await runImport(ctx.platform, { tenantId: ctx.tenantId, importId: id });
    expect(await dailyFacts(ctx)).toEqual(['A|Main|2026-01-01 9 0 0 1']);
    await expect(finish(ctx, one.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused to a viewer', async () => {
    const tenant = await test.createTenant();
    await expect(
      upload(test.contextFor(tenant, 'viewer'), 'date,sku,units\n2026-01-01,A,1\n'),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
