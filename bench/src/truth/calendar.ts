import type { Frequency, ScenarioPlan, Step } from './scenario.ts';

const MS_OF_HOUR = 3_600_000;
const MS_OF_DAY = 24 * MS_OF_HOUR;

/** The steps of history and horizon. */
export function stepsOf({ frequency, start, history, horizon }: ScenarioPlan): readonly Step[] {
  const first = Date.parse(`${start}T00:00:00Z`);
  return Array.from({ length: history + horizon }, (_, at) => stepAt(at, first, frequency));
}

function stepAt(at: number, first: number, frequency: Frequency): Step {
  const time = new Date(timeAt(at, first, frequency));
  const text = time.toISOString();
  const newYear = Date.UTC(time.getUTCFullYear(), 0, 1);
  return {
    at,
    date: frequency === 'H' ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : text.slice(0, 10),
    weekday: (time.getUTCDay() + 6) % 7,
    hour: time.getUTCHours(),
    dayOfMonth: time.getUTCDate(),
    month: time.getUTCMonth(),
    dayOfYear: Math.floor((time.getTime() - newYear) / MS_OF_DAY),
  };
}

function timeAt(at: number, first: number, frequency: Frequency): number {
  switch (frequency) {
    case 'H':
      return first + at * MS_OF_HOUR;
    case 'D':
      return first + at * MS_OF_DAY;
    case 'W':
      return first + at * 7 * MS_OF_DAY;
    case 'M': {
      const date = new Date(first);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + at, 1);
    }
  }
}
