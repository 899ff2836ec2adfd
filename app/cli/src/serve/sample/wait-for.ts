import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 150;

/** Looks again and again until `isOver`, showing each state; undefined when we are being stopped. */
export async function waitFor<T>(
  look: () => Promise<T>,
  isOver: (state: T) => boolean,
  show: (state: T) => void,
  isStopping: () => boolean,
): Promise<T | undefined> {
  while (!isStopping()) {
    const state = await look();
    if (isOver(state)) return state;
    show(state);
    await sleep(pollMs);
  }
  return undefined;
}
