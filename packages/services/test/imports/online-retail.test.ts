import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mutate } from '../../../importers/test/mutations.ts';
import { listImports, setMapping } from '../../src/index.ts';
import { createTestPlatform, type TestPlatform } from '../test-platform.ts';
import { allRows, dailyFacts, finish, upload, uploadFile } from './import-fixture.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await createTestPlatform();
});
afterAll(() => test.close());

it('imports real order lines to the unit and the penny', async () => {
  const ctx = test.contextFor(await test.createTenant({ currency: 'GBP' }), 'owner');
  const file = fileURLToPath(new URL('online-retail/order-lines-2010-12.csv.gz', import.meta.url));
  const uploaded = await uploadFile(ctx, file);
  expect(uploaded.inspection).toMatchObject({ layout: 'order_lines', compressed: true, questions: [] });
  // customers are not read, not even as samples
  expect(uploaded.inspection?.columns.find(({ header }) => header === 'CustomerID')).toMatchObject({
    samples: [],
    meaning: 'ignore',
  });
  expect(uploaded.mapping?.excludedItems).toEqual(['BANK CHARGES', 'C2', 'D', 'DOT', 'M', 'POST']);
  await setMapping(ctx, { importId: uploaded.id, mapping: uploaded.mapping as never });
  const done = await finish(ctx, uploaded.id);
  expect(done.result).toMatchObject({
    rows: 12_000,
    validRows: 11_957,
    rejectedRows: 43,
    items: 2146,
    locations: 1,
    itemDays: 5644,
    firstDay: '2010-12-01',
    lastDay: '2010-12-06',
    unitsSold: 102_430,
    unitsReturned: 12_347,
    revenueMinor: 20_511_726,
  });
  const facts = (await dailyFacts(ctx)).map((fact) => fact.split(' ').slice(-4).map(Number));
  const total = (index: number): number => facts.reduce((sum, fact) => sum + (fact[index] ?? 0), 0);
  expect([total(0), total(1), total(2), total(3)]).toEqual([102_430, 12_347, 20_511_726, 11_957]);
});

it('imports damaged files as a whole or not at all', async () => {
  const ctx = test.contextFor(await test.createTenant(), 'owner');
  let done = 0;
  for (let index = 0; index < 25; index++) {
    const before = await dailyFacts(ctx);
    const uploaded = await upload(ctx, mutate(index, 99));
    const mapped = uploaded.mapping
      ? await setMapping(ctx, { importId: uploaded.id, mapping: uploaded.mapping }).catch(() => undefined)
      : undefined;
    const ended = mapped ? await finish(ctx, uploaded.id) : undefined;
    if (ended?.status === 'done') {
      done++;
      expect(ended.result?.validRows).toBe(mapped?.preview?.validRows);
    } else {
      // refused, or a question was left open: nothing of it is in
      if (ended) expect(ended.status).toBe('failed');
      expect(await dailyFacts(ctx)).toEqual(before);
    }
  }
  expect(done).toBeGreaterThan(5);
  const states = (await listImports(ctx, { limit: 100 })).items.map(({ status }) => status);
  expect(states.filter((status) => !['done', 'failed', 'ready'].includes(status))).toEqual([]);
  expect((await allRows(ctx, 'imports')).filter(({ lease_token }) => lease_token !== null)).toEqual([]);
}, 120_000);
