import type { Frequency } from '../contract.ts';

const MILLISECONDS = 86_400_000;

/** Day (since 1970-01-01, hours as a fraction) of the step `ahead` of a panel's last day. */
function dayAt(lastDay: number, ahead: number, frequency: Frequency): number {
  if (frequency === 'H') return lastDay + ahead / 24;
  if (frequency === 'D') return lastDay + ahead;
  if (frequency === 'W') return lastDay + 7 * ahead;
  const date = new Date(lastDay * MILLISECONDS);
  const months = frequency === 'M' ? ahead : frequency === 'Q' ? 3 * ahead : 12 * ahead;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / MILLISECONDS;
}

/**
 * Calendar features of the steps `from .. to` (0 = the last value) of a panel, row-major [step][feature] as named by
 * `calendarNames`. The same for every series, so it is made once.
 */
export function writeCalendar(lastDay: number, frequency: Frequency, from: number, to: number): Float32Array {
  const rows: number[] = [];
  for (let ahead = from; ahead <= to; ahead++) {
    const day = dayAt(lastDay, ahead, frequency);
    const whole = Math.floor(day + 1e-6);
    const date = new Date(whole * MILLISECONDS);
    const weekday = (((whole + 3) % 7) + 7) % 7;
    const ofMonth = date.getUTCDate();
    const ofYear = whole - Date.UTC(date.getUTCFullYear(), 0, 1) / MILLISECONDS;
    if (frequency === 'H') rows.push(Math.round((day - whole) * 24) % 24, weekday);
    else if (frequency === 'D') rows.push(weekday, ofMonth, ofYear, Math.floor((ofMonth - 1) / 7));
    else if (frequency === 'W') rows.push(ofYear, ofMonth);
    else rows.push(date.getUTCMonth());
  }
  return Float32Array.from(rows);
}
