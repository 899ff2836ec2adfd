import { setTimeout as sleep } from 'node:timers/promises';

export interface FilledShop {
  readonly token: string;
  /** one path for each forecast */
  readonly paths: readonly string[];
}

const days = 400;
const patienceMs = 300_000;

/** Signs up, uploads made-up sales and waits for their forecasts: everything by the public API, as a client would. */
export async function fillShop(origin: string, items: number): Promise<FilledShop> {
  const call = async <T>(method: string, path: string, body?: unknown, token?: string): Promise<T> => {
    const isFile = typeof body === 'string';
    const answer = await fetch(`${origin}/v1${path}`, {
      method,
      headers: {
        ...(body === undefined
          ? {}
          : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const person = {
    email: 'bench@example.com',
    password: 'only for this bench',
    name: 'Bench',
    tenantName: 'Bench',
  };
  const { accessToken: token } = await call<{ accessToken: string }>('POST', '/auth/sign-up', person);
  const upload = await call<{ id: string; status: string; error: unknown }>(
    'POST',
    '/imports?fileName=bench.csv',
    salesFile(items),
    token,
  );
  if (upload.status !== 'ready')
    throw new Error(`The upload is ${upload.status}: ${JSON.stringify(upload.error)}`);
  await call('POST', `/imports/${upload.id}/start`, {}, token);

  type List = { items: { itemId: number; locationId: number }[]; nextCursor?: string };
  const patience = performance.now() + patienceMs;
  let state = '';
  while (state !== 'fresh' && state !== 'stale') {
    if (performance.now() > patience) throw new Error(`There is no forecast yet; the shop is "${state}".`);
    await sleep(500);
    state = (await call<{ state: string; forecastAt: string | null }>('GET', '/freshness', undefined, token))
      .state;
    const done = await call<{ items: { status: string }[] }>('GET', '/forecast-runs', undefined, token);
    if (!done.items.some((run) => run.status === 'done')) state = 'no run is done';
  }
  const paths: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query: string = cursor === '' ? '?limit=500' : `?limit=500&cursor=${encodeURIComponent(cursor)}`;
    const page: List = await call<List>('GET', `/forecasts${query}`, undefined, token);
    paths.push(...page.items.map((row) => `/v1/forecasts/${row.itemId}/${row.locationId}`));
    cursor = page.nextCursor;
  }
  return { token, paths };
}

/** Daily sales with a weekly pattern; the same text each time. */
function salesFile(items: number): string {
  const lines = ['date,item,quantity,price'];
  const start = Date.UTC(2025, 0, 1);
  for (let day = 0; day < days; day++) {
    const date = new Date(start + day * 86_400_000).toISOString().slice(0, 10);
    for (let item = 0; item < items; item++) {
      const quantity = 3 + ((day * 7 + item * 13 + ((day * item) % 5)) % 9) + (day % 7 > 4 ? 6 : 0);
      lines.push(`${date},item-${item},${quantity},9.99`);
    }
  }
  return `${lines.join('\n')}\n`;
}
