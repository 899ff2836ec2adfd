import { createBreather } from '../runs/breathe.ts';

/** Works that wait for each other: the next begins when the one before has ended, well or not. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
}

/**
 * One explanation or scenario at a time in a process: each holds a reader of Parquet files and computes on the event loop,
 * and a burst must not hold up the rest.
 */
export const inTurn = createTurns();

/** One scenario of many reorder lines at a time: it takes seconds of a large shop, which explanations do not wait for. */
export const inTurnOfLines = createTurns();

/** Runs work that is cut into pieces, with a turn of the event loop between them. */
export async function inPieces<Result>(pieces: Generator<void, Result>): Promise<Result> {
  const breathe = createBreather();
  for (;;) {
    await breathe();
    const piece = pieces.next();
    if (piece.done) return piece.value;
  }
}
