import { describe, expect, it } from 'vitest';
import { dueNight, type NightlyClock, nextNight } from './nightly-clock.ts';

const clock = (changes: Partial<NightlyClock> = {}): NightlyClock => ({
  timeZone: 'Europe/Berlin',
  nightlyAt: '02:30',
  lastNightlyOn: '2026-03-28',
  createdAt: new Date('2026-01-01T12:00:00Z'),
  ...changes,
});
const due = (instant: string, changes?: Partial<NightlyClock>) => dueNight(clock(changes), new Date(instant));
const next = (instant: string, changes?: Partial<NightlyClock>) =>
  nextNight(clock(changes), new Date(instant)).toISOString();

describe("the clock of a shop's nights", () => {
  it('comes on the night without its hour at the first minute after the gap', () => {
    // on 29 March 2026 Berlin goes from 02:00 (01:00 UTC) to 03:00
    expect(due('2026-03-29T00:59:59Z')).toBeUndefined();
    expect(due('2026-03-29T01:00:00Z')).toBe('2026-03-29');
    expect(next('2026-03-28T20:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('comes once on the night that has its hour twice', () => {
    // on 25 October 2026 Berlin has 02:30 at 00:30 and at 01:30 UTC
    const before = { lastNightlyOn: '2026-10-24' };
    expect(due('2026-10-25T00:29:59Z', before)).toBeUndefined();
    expect(due('2026-10-25T00:30:00Z', before)).toBe('2026-10-25');
    expect(next('2026-10-24T20:00:00Z', before)).toBe('2026-10-25T00:30:00.000Z');
    const after = { lastNightlyOn: '2026-10-25' };
    expect(due('2026-10-25T01:30:00Z', after)).toBeUndefined();
    expect(next('2026-10-25T01:00:00Z', after)).toBe('2026-10-26T01:30:00.000Z');
  });

  it('makes up a missed night across midnight, unless the next one is about to come', () => {
    const late = { timeZone: 'UTC', nightlyAt: '23:30', lastNightlyOn: '2026-05-10' };
    expect(due('2026-05-12T08:00:00Z', late)).toBe('2026-05-11');
    expect(due('2026-05-12T21:29:00Z', late)).toBe('2026-05-11');
    expect(due('2026-05-12T21:31:00Z', late)).toBeUndefined();
    expect(due('2026-05-12T23:30:00Z', late)).toBe('2026-05-12');
    expect(due('2026-05-12T23:30:00Z', { ...late, lastNightlyOn: '2026-05-12' })).toBeUndefined();
  });

  it('says when the next night is', () => {
    const berlin = { lastNightlyOn: '2026-06-01' };
    expect(next('2026-06-01T08:00:00Z', berlin)).toBe('2026-06-02T00:30:00.000Z');
    // due and not yet taken
    expect(next('2026-06-02T00:31:00Z', berlin)).toBe('2026-06-02T00:31:00.000Z');
    // a shop made today has its first night tomorrow
    const made = { timeZone: 'UTC', nightlyAt: '23:00', lastNightlyOn: null };
    expect(next('2026-06-01T08:00:00Z', { ...made, createdAt: new Date('2026-06-01T07:00:00Z') })).toBe(
      '2026-06-02T23:00:00.000Z',
    );
    expect(next('2026-06-01T08:00:00Z', { ...berlin, timeZone: 'Atlantis/Capital' })).toBe(
      '2026-06-02T02:30:00.000Z',
    );
  });
});
