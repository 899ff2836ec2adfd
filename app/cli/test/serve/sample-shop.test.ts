import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../src/postgres/index.ts';
import { hears, type Run, runNimbus } from './run-nimbus.ts';

const patienceMs = 180_000;
let dataDir: string;
let run: Run;

async function start(): Promise<string> {
  const port = String(await findFreePort());
  run = runNimbus(dataDir, ['serve', '--no-web', '--port', port]);
  const [, url] = await hears(run, /ready: open (\S+)/, patienceMs);
  return url!;
}

async function stop(): Promise<void> {
  run.child.kill('SIGTERM');
  await run.ended;
}

/** The number in what was printed. */
function printed(pattern: RegExp): number {
  const text = pattern.exec(run.said())?.[1];
  if (!text) throw new Error(`${pattern} was not printed, but:\n${run.said()}`);
  return Number(text.replaceAll(',', ''));
}

describe('the first start', () => {
  let url: string;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ordernimbus-sample-'));
    url = await start();
  }, patienceMs);
  afterAll(async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('imports the sample shop, forecasts it better than seasonal naive, and lists what to order', () => {
    expect(printed(/Imported online-retail-excerpt\.csv\.gz: ([\d,]+) rows/)).toBe(135_898);
    expect(printed(/Imported sample-stock\.csv: ([\d,]+) rows/)).toBe(298);
    // an item is left out of the forecast only where its sales ended long ago
    expect(printed(/Forecast ([\d,]+) series/)).toBeGreaterThan(290);
    expect(printed(/error \(WAPE\) ([\d.]+) %/)).toBeLessThan(printed(/seasonal naive ([\d.]+) %/));
    // with zero as an edge of most ranges, only the count of edges in part tells that they are right
    const in80 = printed(/50\/80\/95 % range: [\d.]+ %, ([\d.]+) %/);
    expect(Math.abs(in80 - 80)).toBeLessThan(3);
    expect(printed(/in full [\d.]+ %, ([\d.]+) %/)).toBeGreaterThan(in80);
    const toOrder = printed(/To order now: ([\d,]+) of/);
    expect(toOrder).toBeGreaterThan(50);
    expect(toOrder).toBeLessThan(298);
  });

  it('opens the sample without a password', async () => {
    const opened = await fetch(`${url}/v1/auth/sample`, { method: 'POST' });
    expect(opened.status).toBe(200);
    const { accessToken } = (await opened.json()) as { accessToken: string };
    const reorder = await fetch(`${url}/v1/reorder?limit=5`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(reorder.status).toBe(200);
    const page = (await reorder.json()) as { lines: { suggested: number }[] };
    expect(page.lines).toHaveLength(5);
  });

  it('is followed by starts that load nothing again', async () => {
    await stop();
    await start();
    expect(run.said()).toMatch(/Sample shop: 29\d series, forecast from 2011-09-30/);
    expect(run.said()).not.toMatch(/Imported|Forecast \d/);
  });
});
