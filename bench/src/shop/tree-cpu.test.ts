import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { parseStat, peakMiB, treeCpuSeconds } from './tree-cpu.ts';

describe('the cost of a process', () => {
  it('is read behind a name that holds brackets and spaces', () => {
    const line = '77 (a b) c) S 12 77 77 0 -1 4194560 1 2 3 4 150 25 7 3 20 0 1 0 100 1000 10';
    expect(parseStat(line)).toEqual({ parent: 12, ticks: 185 });
  });

  it('counts what is below it, ended or not, where there is /proc', async () => {
    if (process.platform !== 'linux') {
      expect(() => treeCpuSeconds(process.pid)).toThrow('/proc');
      return;
    }
    const busy = 'while (process.cpuUsage().user < 300_000);';
    const before = treeCpuSeconds(process.pid);
    const child = spawn(process.execPath, ['-e', busy]);
    await once(child, 'exit');
    const used = treeCpuSeconds(process.pid) - before;
    expect(used).toBeGreaterThan(0.2);
    expect(peakMiB(process.pid)).toBeGreaterThan(10);
  });
});
