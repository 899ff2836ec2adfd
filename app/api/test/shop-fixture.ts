import { randomBytes, randomUUID } from 'node:crypto';
import {
  cumulativeDays,
  cumulativeProbabilities,
  probabilities,
  runHorizonDays,
} from '@ordernimbus/contracts';
import { asOwner, type TestTenant } from '@ordernimbus/data/test';
import type { ClientBase } from 'pg';

/** Ids of a shop that has a row in every table, for tests that try them as somebody else. */
export interface ShopFixture {
  readonly tenant: TestTenant;
  /** stands in every text of the shop's rows: finding it in another shop's answer is a leak */
  readonly marker: string;
  readonly itemId: number;
  readonly locationId: number;
  readonly importId: string;
  readonly runId: string;
  readonly apiKeyId: string;
  readonly invitationId: string;
  readonly editId: string;
  readonly entryId: string;
  readonly day: string;
}

const cutoff = '2026-10-31';
const firstDay = '2026-10-01';

export async function insertShop(ownerUrl: string, tenant: TestTenant, marker: string): Promise<ShopFixture> {
  return asOwner(ownerUrl, async (client) => {
    await client.query('begin');
    const insert = rowInserter(client, tenant.tenantId);
    const label = (what: string) => `${what} ${marker}`;
    await client.query('update members set name = $2, email = user_id || $3 where tenant_id = $1', [
      tenant.tenantId,
      label('member'),
      `@${marker}.example`,
    ]);
    await client.query('update tenants set name = $2 where tenant_id = $1', [tenant.tenantId, label('shop')]);
    const itemId = await insert('items', {
      sku: label('sku'),
      name: label('item'),
      category: label('category'),
      barcode: label('barcode'),
      supplier: label('supplier'),
      supplier_sku: label('supplier sku'),
      unit_cost_minor: 250,
      price_minor: 999,
      attributes: JSON.stringify({ note: marker }),
    });
    const locationId = await insert('locations', { code: label('code'), name: label('location') });
    const place = { item_id: itemId, location_id: locationId };
    await insert('sales_quarters', {
      ...place,
      quarter: firstDay,
      days: [0, 1, 2, 30],
      sold: [5, 6, 7, 8],
      returned: [0, 1, 0, 0],
      revenue_minor: [4995, 5994, 6993, 7992],
      lines: [1, 1, 1, 1],
    });
    const importId = randomUUID();
    await insert('imports', {
      id: importId,
      file_name: label('file'),
      bytes: 100,
      sha256: marker,
      status: 'done',
      created_by: label('by'),
      finished_at: '2026-11-01',
      result: JSON.stringify(importResult(marker)),
      progress: JSON.stringify({ stage: label('stage'), done: 1, total: 1 }),
    });
    await insert('unavailable_spans', {
      ...place,
      from_day: '2026-10-10',
      to_day: '2026-10-11',
      reason: 'closed',
      import_id: importId,
    });
    await insert('import_mappings', {
      fingerprint: label('fingerprint'),
      mapping: JSON.stringify({ marker }),
    });
    const runId = await insertRun(insert, client, tenant.tenantId, label, place);
    await insert('stock', { ...place, on_hand: 3, on_order: 1, as_of: cutoff });
    await insert('reorder_parameters', { ...place, lead_time_days: 9, supplier: label('supplier') });
    const entryId = randomUUID();
    await insert('calendar_entries', {
      ...place,
      id: entryId,
      kind: 'promotion',
      name: label('promotion'),
      from_day: '2026-11-20',
      to_day: '2026-11-27',
      updated_at: '2026-11-20T10:00:00Z',
    });
    const editId = randomUUID();
    await insert('reorder_edits', {
      id: editId,
      at: '2026-11-20T10:00:00Z',
      actor: label('actor'),
      fields: ['leadTimeDays'],
    });
    await insert('reorder_edit_lines', {
      ...place,
      edit_id: editId,
      parameters: JSON.stringify({ supplier: label('supplier') }),
    });
    await insert('reorder_lines', {
      ...place,
      run_id: runId,
      status: 'order_now',
      supplier: label('supplier'),
      on_hand: 3,
      on_order: 1,
      lead_time_days: 9,
      review_days: 7,
      service_level: 0.95,
      unit_cost_minor: 250,
      demand_mean: 90,
      reorder_point: 60,
      order_up_to: 110,
      suggested: 106,
      value_minor: 26_500,
      stock_out_on: '2026-11-02',
      at_risk_minor: 5000,
      overstock_minor: 0,
    });
    const apiKeyId = randomUUID();
    await insert('api_keys', {
      id: apiKeyId,
      name: label('key'),
      prefix: randomBytes(6).toString('hex'),
      key_hash: randomBytes(32),
      scopes: ['read'],
      created_by: tenant.users.owner.userId,
    });
    const invitationId = randomUUID();
    await insert('invitations', {
      id: invitationId,
      email: `invited@${marker}.example`,
      role: 'viewer',
      token_hash: randomBytes(32),
      invited_by: tenant.users.owner.userId,
      expires_at: '2099-01-01',
    });
    await insert('refresh_tokens', {
      id: randomUUID(),
      user_id: tenant.users.owner.userId,
      family_id: randomUUID(),
      token_hash: randomBytes(32),
      expires_at: '2099-01-01',
    });
    await insert('audit_log', {
      actor: label('actor'),
      action: 'thing.done',
      detail: JSON.stringify({ marker }),
    });
    await insert('idempotency_keys', {
      key: label('key'),
      actor: `user:${tenant.users.owner.userId}`,
      route: 'POST /v1/x',
      request_hash: randomBytes(32),
      status: 200,
      response: JSON.stringify({ contentType: 'application/json', body: marker }),
    });
    await client.query('commit');
    return {
      tenant,
      marker,
      itemId,
      locationId,
      importId,
      runId,
      apiKeyId,
      invitationId,
      editId,
      entryId,
      day: firstDay,
    };
  });
}

type Insert = (table: string, row: Record<string, unknown>) => Promise<number>;

function rowInserter(client: ClientBase, tenantId: string): Insert {
  return async (table, row) => {
    const columns = ['tenant_id', ...Object.keys(row)];
    const places = columns.map((_column, index) => `$${index + 1}`);
    const returning = ['items', 'locations'].includes(table) ? 'returning id' : '';
    const result = await client.query<{ id: number }>(
      `insert into ${table} (${columns.join()}) values (${places.join()}) ${returning}`,
      [tenantId, ...Object.values(row)],
    );
    return result.rows[0]?.id ?? 0;
  };
}

async function insertRun(
  insert: Insert,
  client: ClientBase,
  tenantId: string,
  label: (what: string) => string,
  place: { item_id: number; location_id: number },
): Promise<string> {
  const runId = randomUUID();
  const days = runHorizonDays;
  const mean = Array<number>(days).fill(5);
  const quantiles = probabilities.flatMap((p) => Array<number>(days).fill(10 * p));
  const cumulative = cumulativeDays.flatMap((n) => cumulativeProbabilities.map((p) => 10 * p * n));
  const view = { mean_28: 140, low_28: 100, high_28: 180, sold_prior_28: 150 };
  const counts = { series_total: 2, series_ok: 1, series_failed: 1, series_stood_in: 0 };
  await insert('forecast_runs', {
    id: runId,
    trigger: 'import',
    status: 'done',
    cutoff,
    horizon_days: days,
    seed: 1,
    engine_version: label('engine'),
    options: JSON.stringify({ cumulativeDays, cumulativeProbabilities, probabilities }),
    input_digest: label('digest'),
    output_digest: label('digest'),
    partitions: 1,
    partitions_done: 1,
    ...counts,
    metrics: JSON.stringify(accuracyReport(runId, label, place)),
    created_by: label('by'),
    started_at: '2026-11-01',
    finished_at: '2026-11-01',
  });
  await insert('run_partitions', {
    run_id: runId,
    partition: 0,
    series: 2,
    input_digest: label('digest'),
    status: 'done',
  });
  await insert('forecasts', {
    run_id: runId,
    ...place,
    partition: 0,
    ok: true,
    model: label('model'),
    weights: JSON.stringify([{ model: label('model'), weight: 1, loss: null }]),
    demand_class: 'smooth',
    first_day: firstDay,
    last_sale_day: cutoff,
    history_days: 31,
    mean,
    quantiles,
    cumulative,
    backtest: JSON.stringify({ windows: [] }),
    metrics: JSON.stringify(metrics),
    ...view,
  });
  await insert('forecasts', {
    run_id: runId,
    item_id: place.item_id,
    location_id: place.location_id + 1_000_000,
    partition: 0,
    ok: false,
    code: 'too_short',
    detail: label('failure'),
  });
  const nodes = [
    { kind: 'company' },
    { kind: 'location', location_id: place.location_id },
    { kind: 'category', location_id: place.location_id, category: label('category') },
  ];
  for (const node of nodes) {
    await insert('forecast_nodes', {
      run_id: runId,
      ...node,
      series: 1,
      history_from: firstDay,
      history: Array<number>(31).fill(5),
      mean,
      quantiles,
      metrics: JSON.stringify(metrics),
      ...view,
    });
  }
  await client.query('update tenants set current_run_id = $2, data_version = 7 where tenant_id = $1', [
    tenantId,
    runId,
  ]);
  return runId;
}

const metrics = {
  n: 28,
  wape: 0.2,
  bias: 0.01,
  mase: 0.8,
  rmsse: 0.8,
  scaledPinball: 0.3,
  coverage50: 0.5,
  coverage80: 0.8,
  coverage95: 0.95,
  coverageRandomised50: 0.5,
  coverageRandomised80: 0.8,
  coverageRandomised95: 0.95,
  naiveWape: 0.3,
  naiveMase: 1,
  naiveRmsse: 1,
  naiveBias: 0.1,
  naiveScaledPinball: 0.5,
};

function accuracyReport(
  runId: string,
  label: (what: string) => string,
  place: { item_id: number; location_id: number },
) {
  const series = {
    itemId: place.item_id,
    locationId: place.location_id,
    name: label('item'),
    locationName: label('location'),
    metrics,
  };
  return {
    runId,
    cutoff,
    windows: 1,
    overall: metrics,
    byHorizon: [{ day: 1, wape: 0.2, naiveWape: 0.3 }],
    calibration: [{ nominal: 0.8, actual: 0.8, plain: 0.8 }],
    byCategory: [{ category: label('category'), series: 1, metrics }],
    byModel: [{ model: label('model'), series: 1 }],
    worst: [series],
    best: [series],
  };
}

function importResult(marker: string) {
  return {
    rows: 4,
    validRows: 4,
    rejectedRows: 0,
    rejections: [],
    itemDays: 4,
    itemDaysChanged: 4,
    items: 1,
    locations: 1,
    firstDay,
    lastDay: cutoff,
    unitsSold: 26,
    unitsReturned: 1,
    revenueMinor: 25_974,
    seconds: 1,
    quality: [{ id: 'q', severity: 'info', title: `finding ${marker}`, detail: marker, count: 1 }],
  };
}
