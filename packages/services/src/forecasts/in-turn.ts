import { createBreather } from '../runs/breathe.ts';

let last: Promise<unknown> = Promise.resolve();

/**
 * One explanation or scenario at a time in a process: each holds a reader of Parquet files and computes on the event loop,
 * and a burst must not hold up the rest.
 */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work);
  last = turn.catch(() => {});
  return turn;
}

/** Runs work that is cut into pieces, with a turn of the event loop between them. */
export async function inPieces<Result>(pieces: Generator<void, Result>): Promise<Result> {
  const breathe = createBreather();
  for (;;) {
    await breathe();
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}
