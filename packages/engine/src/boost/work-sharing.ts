import { runUnit } from './phases.ts';
import { TASK, type TrainingData } from './training-data.ts';

/**
 * Threads that may help with a training. The engine starts none: whoever has threads passes them the work.
 *
 * Work is divided into phases, and each phase into units that nobody computes twice and that depend on no other unit of
 * their phase. Helpers take units while there are any; the training thread takes them too and goes on when all are done.
 * A helper that comes late, or never, costs nothing but its help, and no result depends on who computed a unit.
 */
export interface TrainingTeam {
  /** Passes the work of one booster on; any number of threads may call `helpTraining` with it, at any time or never. */
  share(work: TrainingWork): void;
}

/** The work of one booster on shared memory, fit to be sent to other threads. */
export interface TrainingWork {
  readonly data: TrainingData;
}

/** A thread that helped with a training was lost, and what it was computing with it. */
export class TrainingTeamError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'TrainingTeamError';
  }
}

/** Runs the phases of a training. */
export interface Crew {
  /** Whether others may be at work beside this thread. */
  readonly isShared: boolean;
  /**
   * Runs every unit of a phase and returns when all are done; `meanwhile` runs on this thread beside them and must touch
   * nothing of theirs.
   * @throws TrainingTeamError when a helper was lost
   */
  run(phase: number, units: number, meanwhile?: () => void): void;
}

/** A crew of one. */
export function workAlone(data: TrainingData): Crew {
  return {
    isShared: false,
    run(phase, units, meanwhile) {
      data.task[TASK.phase] = phase;
      data.task[TASK.units] = units;
      meanwhile?.();
      for (let unit = 0; unit < units; unit++) runUnit(data, unit);
    },
  };
}

/** Words of `TrainingData.control`, each in a cache line of its own. */
const CONTROL = {
  /** Number of the phase in the upper 24 bits, units that nobody has taken yet in the lower 8. */
  open: 0,
  /** Units of this phase that helpers have done. */
  done: 16,
  /** Helpers that sleep until there is work. */
  sleepers: 32,
  /** 1 = the training thread sleeps until `done` changes. */
  waits: 48,
  state: 64,
  /** Units that helpers have done in all phases. */
  helped: 80,
  /** Helpers that have come. */
  joined: 96,
} as const;

const RUNNING = 0;
const ENDED = 1;
const FAILED = 2;

/** What is added to `done` when a training fails: no number of units comes near. */
const LOST = 1 << 20;

/** Looks at a word before a thread goes to sleep: some microseconds, as long as waking it would take. */
const HELPER_LOOKS = 1000;
const TRAINER_LOOKS = 1000;

/** Tells the processor that a loop only waits (ES2026, in V8 since 13.3). */
const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => undefined);

/** A crew of this thread and of those that call `helpTraining`. */
export function workTogether(data: TrainingData): Crew {
  const { control, task } = data;
  return {
    isShared: true,
    run(phase, units, meanwhile) {
      task[TASK.phase] = phase;
      task[TASK.units] = units;
      Atomics.store(control, CONTROL.done, 0);
      if (Atomics.load(control, CONTROL.state) === FAILED) throw lost();
      const number = Atomics.load(control, CONTROL.open) >>> 8;
      Atomics.store(control, CONTROL.open, ((number + 1) << 8) | units);
      if (Atomics.load(control, CONTROL.sleepers) > 0) Atomics.notify(control, CONTROL.open);
      meanwhile?.();
      let own = 0;
      for (let unit = takeUnit(data); unit >= 0; unit = takeUnit(data)) {
        runUnit(data, unit);
        own++;
      }
      awaitHelpers(control, units - own);
    },
  };
}

/** A unit of the phase that is due, or -1 when all are taken. */
function takeUnit({ control, task }: TrainingData): number {
  for (;;) {
    const open = Atomics.load(control, CONTROL.open);
    const left = open & 255;
    if (left === 0) return -1;
    // Succeeds in the same phase only: the next one has another number.
    if (Atomics.compareExchange(control, CONTROL.open, open, open - 1) === open) {
      return task[TASK.units] - left;
    }
  }
}

function awaitHelpers(control: Int32Array, units: number): void {
  for (let look = 0; look < TRAINER_LOOKS; look++) {
    if (Atomics.load(control, CONTROL.done) === units) return;
    pause();
  }
  Atomics.store(control, CONTROL.waits, 1);
  for (;;) {
    const done = Atomics.load(control, CONTROL.done);
    if (done === units) break;
    if (Atomics.load(control, CONTROL.state) === FAILED) throw lost();
    Atomics.wait(control, CONTROL.done, done);
  }
  Atomics.store(control, CONTROL.waits, 0);
}

const lost = (): TrainingTeamError =>
  new TrainingTeamError('A thread that helped with the training was lost before its part was done.');

/** Takes units until the training ends. Sleeps while there are none, so it belongs in a thread of its own. */
export function helpTraining({ data }: TrainingWork): void {
  const { control } = data;
  Atomics.add(control, CONTROL.joined, 1);
  try {
    for (let looks = 0; ; ) {
      const open = Atomics.load(control, CONTROL.open);
      if (Atomics.load(control, CONTROL.state) !== RUNNING) return;
      const unit = takeUnit(data);
      if (unit >= 0) {
        runUnit(data, unit);
        Atomics.add(control, CONTROL.helped, 1);
        Atomics.add(control, CONTROL.done, 1);
        if (Atomics.load(control, CONTROL.waits) === 1) Atomics.notify(control, CONTROL.done);
        looks = 0;
      } else if (looks < HELPER_LOOKS) {
        looks++;
        pause();
      } else {
        Atomics.add(control, CONTROL.sleepers, 1);
        Atomics.wait(control, CONTROL.open, open);
        Atomics.sub(control, CONTROL.sleepers, 1);
        looks = 0;
      }
    }
  } catch (error) {
    failTraining({ data });
    throw error;
  }
}

/** Ends the work: every helper returns. To be called when the training thread is done or gone. */
export const endTraining = (work: TrainingWork): void => leave(work, ENDED);

/** To be called when a helper was lost: the training throws a `TrainingTeamError`, and every helper returns. */
export const failTraining = (work: TrainingWork): void => leave(work, FAILED);

function leave({ data: { control } }: TrainingWork, state: number): void {
  if (Atomics.compareExchange(control, CONTROL.state, RUNNING, state) !== RUNNING) return;
  // Both words change, so that nobody who is about to sleep on them does.
  Atomics.add(control, CONTROL.done, LOST);
  Atomics.notify(control, CONTROL.done);
  Atomics.add(control, CONTROL.open, 1 << 8);
  Atomics.notify(control, CONTROL.open);
}

/** Helpers that have come so far. */
export const helpersJoined = ({ data }: TrainingWork): number => Atomics.load(data.control, CONTROL.joined);

/** Units that helpers have done so far. */
export const unitsHelped = ({ data }: TrainingWork): number => Atomics.load(data.control, CONTROL.helped);
