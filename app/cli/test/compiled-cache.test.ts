import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const nimbus = path.join(import.meta.dirname, '../bin/nimbus.js');
const folder = mkdtempSync(path.join(tmpdir(), 'nimbus-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const input = path.join(folder, 'sales.csv');
writeFileSync(
  input,
  `item,date,quantity\n${Array.from({ length: 60 }, (_, day) => `A,${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)},${1 + (day % 7)}`).join('\n')}\n`,
);

function forecast(cache: string): string {
  const args = [nimbus, 'forecast', input, '--horizon', '7', '--models', 'ets', '--threads', '1'];
  return execFileSync(process.execPath, args, {
    env: { PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: cache },
    encoding: 'utf8',
  });
}

describe('what Node makes of the sources', () => {
  it('is kept in the cache of the user, by the main thread and by the threads that forecast', () => {
    const cache = path.join(folder, 'cache');
    const first = forecast(cache);
    const kept = path.join(cache, 'ordernimbus', 'compiled');
    const [version = ''] = readdirSync(kept);
    // sources of the engine are loaded by the threads alone
    expect(readdirSync(path.join(kept, version)).length).toBeGreaterThan(150);
    expect(forecast(cache)).toBe(first);
  });

  it('is done without where nothing can be kept', () => {
    const blocked = path.join(folder, 'blocked');
    writeFileSync(blocked, 'a file, not a folder');
    chmodSync(blocked, 0o400);
    expect(forecast(blocked)).toContain('A,');
    expect(existsSync(path.join(folder, '.cache'))).toBe(false);
  });
});
