import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTestFolder, dailyRows } from './run-cli.ts';

const binary = fileURLToPath(new URL('../bin/nimbus.js', import.meta.url));

describe('stopping', () => {
  it('ends on a signal with one sentence and leaves no half-written file', async () => {
    const folder = await createTestFolder();
    const rows = Array.from({ length: 400 }, (_, item) => dailyRows(`item-${item}`, 's', 600)).flat();
    const input = await folder.write('in.csv', `item,location,date,quantity\n${rows.join('\n')}\n`);
    const out = folder.path('out.csv');
    const child = spawn(process.execPath, [binary, 'forecast', input, '--horizon', '28', '--out', out]);
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const exited = once(child, 'exit');
    const deadline = Date.now() + 20_000;
    const writing = (): boolean =>
      readdirSync(folder.path('.')).some((name) => /^out\.csv\..+\.partial$/.test(name));
    while (!writing() && Date.now() < deadline) await sleep(10);
    expect(writing()).toBe(true);
    child.kill('SIGTERM');
    expect(await exited).toEqual([130, null]);
    expect(stderr).toBe('nimbus: stopped.\n');
    expect(readdirSync(folder.path('.'))).toEqual(['in.csv']);
  });
});
