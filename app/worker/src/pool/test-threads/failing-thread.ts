import { parentPort } from 'node:worker_threads';
import type { PartitionRequest } from '../messages.ts';
import { packResults } from '../pack-results.ts';

/** A thread for tests: what it does with a partition is written in the key of the partition's first series. */
parentPort?.on('message', ({ id, panel, model }: PartitionRequest) => {
  const wish = panel.keys[0] ?? '';
  if (wish === 'exit') process.exit(3);
  if (wish === 'throw') throw new Error('planted');
  if (wish === 'hang') {
    for (;;) Math.random();
  }
  if (wish === 'memory') {
    const hoard: number[][] = [];
    for (;;) hoard.push(new Array<number>(1 << 20).fill(hoard.length));
  }
  const packed = packResults(
    panel.keys.map((key) => ({
      ok: false as const,
      code: 'empty' as const,
      detail: wish === 'model' ? `${model ? 'a' : 'no'} model came along` : key,
    })),
  );
  parentPort?.postMessage({ id, ok: true, packed, seconds: 0, cpuSeconds: 0 });
});
