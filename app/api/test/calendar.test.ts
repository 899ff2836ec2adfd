import type {
  CalendarEntry,
  CalendarEntryInput,
  CalendarImported,
  CalendarMarks,
  CalendarPage,
  CalendarStatus,
  HolidayCountries,
  HolidayList,
  HolidaySettings,
  Problem,
} from '@ordernimbus/contracts';
import { withTenant } from '@ordernimbus/data';
import type { TestTenant } from '@ordernimbus/data/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedRun } from '../../../packages/services/test/reorder/reorder-fixture.ts';
import { createTestApi, type TestApi } from './test-api.ts';

let api: TestApi;
let tenant: TestTenant;
let keyOf: Awaited<ReturnType<typeof seedRun>>['keyOf'];
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  tenant = await api.test.createTenant({ currency: 'EUR' });
  ({ keyOf } = await seedRun(api.test.platform.database, tenant.tenantId, [
    { sku: 'A', daily: 2, onHand: 10, category: 'Tea' },
    { sku: 'B', daily: 1, onHand: 5 },
  ]));
});

const as = (role: 'owner' | 'planner' | 'viewer') => ({ token: api.tokenFor(tenant, role) });
const entry = (changes: Partial<CalendarEntryInput> = {}): CalendarEntryInput => ({
  kind: 'promotion',
  name: 'Autumn offer',
  itemId: null,
  category: null,
  locationId: null,
  fromDay: '2030-10-01',
  toDay: '2030-10-07',
  discountPercent: 20,
  priceMinor: null,
  closed: false,
  ...changes,
});
const add = (body: unknown) => api.send('POST', '/v1/calendar/entries', { ...as('planner'), body });
const list = async (query = ''): Promise<CalendarPage> =>
  (await api.send('GET', `/v1/calendar/entries${query}`, as('viewer'))).json();
const upload = (file: string | Buffer, query = '') =>
  api.send('POST', `/v1/calendar/entries.csv${query}`, {
    ...as('planner'),
    body: file,
    headers: { 'content-type': 'text/csv' },
  });

describe('calendar entries', () => {
  it('are added, listed by what lies ahead, changed and deleted', async () => {
    const { itemId, locationId } = keyOf('A');
    const added = await add(entry({ itemId, locationId }));
    expect(added.statusCode).toBe(201);
    expect(added.json<CalendarEntry>()).toMatchObject({ sku: 'A', discountPercent: 20, toDay: '2030-10-07' });
    await add(entry({ name: 'Long ago', fromDay: '2019-01-01', toDay: '2019-01-02' }));
    await add(entry({ name: 'Sooner', fromDay: '2029-01-01', toDay: '2029-01-02' }));
    expect((await list()).items.map(({ name }) => name)).toEqual(['Sooner', 'Autumn offer']);
    expect((await list('?when=past')).items.map(({ name }) => name)).toEqual(['Long ago']);
    expect((await list('?search=autumn')).items).toHaveLength(1);
    expect((await list('?kind=event')).items).toEqual([]);
    const first = await list('?limit=1');
    const second = await list(`?limit=1&cursor=${first.nextCursor}`);
    expect(second.items.map(({ name }) => name)).toEqual(['Autumn offer']);
    expect(second.nextCursor).toBeUndefined();

    const { id } = added.json<CalendarEntry>();
    const changed = await api.send('PUT', `/v1/calendar/entries/${id}`, {
      ...as('planner'),
      body: entry({ itemId: null, category: 'Tea', discountPercent: null }),
    });
    expect(changed.json<CalendarEntry>()).toMatchObject({
      category: 'Tea',
      sku: null,
      discountPercent: null,
    });
    const gone = await api.send('DELETE', `/v1/calendar/entries/${id}`, as('planner'));
    expect(gone.statusCode).toBe(204);
    expect((await api.send('DELETE', `/v1/calendar/entries/${id}`, as('planner'))).statusCode).toBe(404);
    expect((await list()).items.map(({ name }) => name)).toEqual(['Sooner']);
  });

  it('say what is wrong, field by field', async () => {
    const { itemId } = keyOf('A');
    const wrong: [Partial<CalendarEntryInput>, string][] = [
      [{ name: '  ' }, 'name'],
      [{ toDay: '2030-09-01' }, 'toDay'],
      [{ toDay: null }, 'toDay'],
      [{ itemId, category: 'Tea' }, 'category'],
      [{ category: 'Coffee' }, 'category'],
      [{ itemId: 2_000_000_000 }, 'itemId'],
      [{ locationId: 2_000_000_000 }, 'locationId'],
      [{ kind: 'event' }, 'discountPercent'],
      [{ closed: true }, 'closed'],
      [{ kind: 'price', discountPercent: null }, 'itemId'],
      [{ kind: 'price', discountPercent: null, itemId }, 'priceMinor'],
      [{ priceMinor: 100 }, 'priceMinor'],
      [{ fromDay: '1900-01-01' }, 'fromDay'],
    ];
    for (const [changes, field] of wrong) {
      const answer = await add(entry(changes));
      const missing = changes.itemId === 2_000_000_000 || changes.locationId === 2_000_000_000;
      expect(answer.statusCode, JSON.stringify(changes)).toBe(missing ? 404 : 400);
      expect(answer.json<Problem>().places?.map((place) => place.field)).toContain(field);
    }
    expect((await add({ ...entry(), discountPercent: 120 })).statusCode).toBe(400);
    expect((await add({ ...entry(), surprise: 1 })).statusCode).toBe(400);
    expect((await list()).items).toEqual([]);
  });

  it('are not there twice, and a change makes none the same as another', async () => {
    expect((await add(entry())).statusCode).toBe(201);
    expect((await add(entry({ discountPercent: 30 }))).statusCode).toBe(409);
    const other = (await add(entry({ name: 'Other' }))).json<CalendarEntry>();
    const same = await api.send('PUT', `/v1/calendar/entries/${other.id}`, {
      ...as('planner'),
      body: entry(),
    });
    expect(same.statusCode).toBe(409);
  });

  it("are marks of an item's chart where they concern it, with the holidays of its location", async () => {
    const { itemId, locationId } = keyOf('A');
    // the forecast of this shop reaches from 23 November 2026 to 21 February 2027
    const day = { fromDay: '2026-12-01', toDay: '2026-12-07' };
    const plain = { ...day, discountPercent: null };
    await add(entry({ ...day, name: 'Mine', itemId }));
    await add(entry({ ...day, name: 'Tea', category: 'Tea', locationId }));
    await add(entry({ ...plain, kind: 'event', name: 'Closed', closed: true, fromDay: '2026-11-20' }));
    await add(entry({ ...day, name: 'Other item', itemId: keyOf('B').itemId }));
    await add(entry({ ...day, name: 'After the horizon', fromDay: '2027-03-01', toDay: '2027-03-02' }));
    const price = { kind: 'price', name: '', itemId, discountPercent: null, priceMinor: 450 } as const;
    await add(entry({ ...price, fromDay: '2026-12-10', toDay: null }));
    await api.send('PUT', '/v1/calendar/holidays/settings', {
      ...as('planner'),
      body: { country: 'DE', region: null, locations: [{ locationId, country: 'GB', region: null }] },
    });
    const read = async (key: { itemId: number; locationId: number }) =>
      (
        await api.send('GET', `/v1/forecasts/${key.itemId}/${key.locationId}/calendar`, as('viewer'))
      ).json<CalendarMarks>().items;
    const marks = await read(keyOf('A'));
    const entries = marks.filter(({ kind }) => kind !== 'holiday');
    expect(entries.map(({ name, fromDay, toDay }) => [name, fromDay, toDay])).toEqual([
      ['Closed', '2026-11-20', '2026-12-07'],
      ['Mine', '2026-12-01', '2026-12-07'],
      ['Tea', '2026-12-01', '2026-12-07'],
      ['', '2026-12-10', '2026-12-10'],
    ]);
    expect(entries.every(({ inForecast }) => !inForecast)).toBe(true);
    expect(entries.at(-1)).toMatchObject({ kind: 'price', priceMinor: 450 });
    const holidays = marks.filter(({ kind, fromDay }) => kind === 'holiday' && fromDay > '2026-11-22');
    expect(holidays.map(({ name }) => name)).toContain('Boxing Day');
    expect((await read(keyOf('B'))).map(({ name }) => name)).toContain('Other item');
    const missing = await api.send('GET', `/v1/forecasts/2000000000/${locationId}/calendar`, as('viewer'));
    expect(missing.statusCode).toBe(404);

    await withTenant(api.test.platform.database, tenant.tenantId, (tx) =>
      tx.query(`update forecast_runs set started_at = now() + interval '1 hour'`),
    );
    expect((await read(keyOf('A'))).every(({ inForecast }) => inForecast)).toBe(true);
  });

  it('tell whether the current forecast knows them', async () => {
    const status = async () => (await api.send('GET', '/v1/calendar', as('viewer'))).json<CalendarStatus>();
    expect(await status()).toMatchObject({ changedSinceForecast: false, countries: 0 });
    await add(entry());
    const after = await status();
    expect(after.changedSinceForecast).toBe(true);
    expect(after.kinds.find(({ kind }) => kind === 'promotion')).toEqual({
      kind: 'promotion',
      ahead: 1,
      past: 0,
    });
  });
});

describe('a file of entries', () => {
  it('may be padded with NUL, which the database cannot hold', async () => {
    const answer = await upload('kind,name,from,to\nevent,Street\0fair,2030-12-01,2030-12-02\n');
    expect(answer.json<CalendarImported>()).toMatchObject({ rows: 1, added: 1 });
    expect((await list()).items.map(({ name }) => name)).toEqual(['Street fair']);
  });

  it('is taken whole, changes what is there, and comes back as it went in', async () => {
    const file =
      'kind,name,item,category,location,from,to,discount,price,closed\n' +
      'promotion,Autumn offer,A,,,2030-10-01,2030-10-07,20,,\n' +
      'event,"Fair, big",,,,2030-05-01,2030-05-03,,,\n' +
      'event,Stocktaking,,,,2030-12-30,2030-12-30,,,yes\n' +
      'price,,B,,,2030-01-01,,,2.50,\n';
    const answer = await upload(file);
    expect(answer.json<CalendarImported>()).toEqual({ rows: 4, added: 4, changed: 0 });
    const again = await upload(file.replace(',20,', ',25,'));
    expect(again.json<CalendarImported>()).toEqual({ rows: 4, added: 0, changed: 1 });
    const out = await api.send('GET', '/v1/calendar/entries.csv', as('viewer'));
    const back = await upload(out.body);
    expect(back.json<CalendarImported>()).toEqual({ rows: 4, added: 0, changed: 0 });
    expect(out.body).toContain('price,,B,,,2030-01-01,,,2.50,');
  });

  it('may be what a spreadsheet of another country writes', async () => {
    const file = Buffer.from(
      'Name;SKU;Start Date;End Date;Discount %\r\nFrühling;A;2030-03-01;2030-03-09;12,5 %\r\n',
      'latin1',
    );
    expect((await upload(file, '?kind=promotion')).json<CalendarImported>().added).toBe(1);
    expect((await list()).items[0]).toMatchObject({ name: 'Frühling', discountPercent: 12.5, sku: 'A' });
  });

  it('with one wrong row changes nothing, and names line, column and reason of each', async () => {
    const file =
      'kind,name,item,from,to,discount,price\n' +
      'promotion,Good,A,2030-10-01,2030-10-07,20,\n' +
      'promotion,Bad item,ZZ,2030-10-01,2030-10-07,20,\n' +
      'promotion,Bad day,A,01.10.2030,2030-10-07,20,\n' +
      'feast,Bad kind,A,2030-10-01,2030-10-07,,\n' +
      'promotion,Backwards,A,2030-10-07,2030-10-01,,\n' +
      'price,,A,2030-10-07,,,cheap\n' +
      'promotion,Good,A,2030-10-01,2030-10-09,30,\n';
    const answer = await upload(file);
    expect(answer.statusCode).toBe(400);
    const problem = answer.json<Problem>();
    expect(problem.detail).toContain('6 of 7 rows are wrong');
    expect(problem.places?.map(({ row, column }) => [row, column])).toEqual([
      [3, 'item'],
      [4, 'from'],
      [5, 'kind'],
      [6, 'to'],
      [7, 'price'],
      [8, 'from'],
    ]);
    expect((await list()).items).toEqual([]);
  });

  it('is refused with a sentence when it is no such file', async () => {
    for (const [body, status] of [
      ['', 415],
      ['kind,name\npromotion,x\n', 400],
      ['kind,from,from\npromotion,2030-01-01,2030-01-01\n', 400],
      ['kind,from\n', 400],
      [Buffer.from('PK\x03\x04xxxx'), 415],
      [`kind,from\n${'event,2030-01-01\n'.repeat(100_001)}`, 413],
      ['x'.repeat(21 * 2 ** 20), 413],
    ] as const) {
      const answer = await upload(body);
      expect(answer.statusCode, String(body).slice(0, 40)).toBe(status);
      expect(answer.json<Problem>().detail.length).toBeGreaterThan(20);
    }
  });
});

describe('holidays', () => {
  it('are listed for a country and a region', async () => {
    const get = async (query: string) => api.send('GET', `/v1/calendar/holidays?${query}`, as('viewer'));
    const names = (await get('country=US&year=2026')).json<HolidayList>().items;
    expect(names).toContainEqual({ day: '2026-11-26', name: 'Thanksgiving Day' });
    expect(names).toContainEqual({ day: '2026-05-10', name: "Mother's Day" });
    const bavaria = (await get('country=DE&region=BY&year=2026')).json<HolidayList>().items;
    expect(bavaria.some(({ day }) => day === '2026-01-06')).toBe(true);
    expect((await get('country=ZZ&year=2026')).statusCode).toBe(400);
    expect((await get('country=DE&region=XX&year=2026')).statusCode).toBe(400);
    expect((await get('country=DE&year=1700')).statusCode).toBe(400);
    const countries = await api.send('GET', '/v1/calendar/holidays/countries', as('viewer'));
    const { items } = countries.json<HolidayCountries>();
    expect(items.length).toBeGreaterThan(150);
    expect(items.find(({ code }) => code === 'DE')?.regions).toHaveLength(16);
  });

  it('are chosen for the shop and for a location of its own', async () => {
    const { locationId } = keyOf('A');
    const settings = (body: unknown) =>
      api.send('PUT', '/v1/calendar/holidays/settings', { ...as('planner'), body });
    const wanted: HolidaySettings = {
      country: 'DE',
      region: 'BY',
      locations: [{ locationId, country: 'AT', region: null }],
    };
    expect((await settings(wanted)).json<HolidaySettings>()).toEqual(wanted);
    const read = await api.send('GET', '/v1/calendar/holidays/settings', as('viewer'));
    expect(read.json<HolidaySettings>()).toEqual(wanted);
    expect((await settings({ ...wanted, country: 'ZZ' })).statusCode).toBe(400);
    expect((await settings({ country: null, region: 'BY', locations: [] })).statusCode).toBe(400);
    const unknown = [{ locationId: 2_000_000_000, country: 'AT', region: null }];
    expect((await settings({ ...wanted, locations: unknown })).statusCode).toBe(404);
    // what was refused changed nothing
    expect((await api.send('GET', '/v1/calendar/holidays/settings', as('viewer'))).json()).toEqual(wanted);
    expect((await settings({ country: null, region: null, locations: [] })).json()).toEqual({
      country: null,
      region: null,
      locations: [],
    });
  });
});
