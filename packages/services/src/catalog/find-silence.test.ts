import { expect, it } from 'vitest';
import { findSilence } from './find-silence.ts';

// 2024-01-01 was a Monday
const first = Date.UTC(2024, 0, 1) / 86_400_000;
const days = Array.from({ length: 70 }, (_, i) => first + i);
const shop = (locationId: number, sold: readonly number[], sellers: number) => ({
  locationId,
  days: [...sold],
  sellers: sold.map(() => sellers),
});
const noSundays = days.filter((_, i) => i % 7 !== 6);

it('tells days of rest from days on which a busy shop was closed', () => {
  const holiday = first + 15;
  const silence = findSilence([
    shop(
      1,
      noSundays.filter((day) => day !== holiday),
      50,
    ),
  ]);
  expect(silence).toEqual({ rest: ['Sundays'], closed: ['2024-01-16'], closedLocationDays: 1, zero: [] });
});

it('takes the quiet days of a small shop as days without demand', () => {
  const silence = findSilence([
    shop(
      1,
      noSundays.filter((day) => day !== first + 15),
      2,
    ),
  ]);
  expect(silence).toEqual({ rest: ['Sundays'], closed: [], closedLocationDays: 0, zero: ['2024-01-16'] });
});

it('counts a closed day at each location, though another one sold', () => {
  const silence = findSilence([
    shop(1, days, 50),
    shop(
      2,
      days.filter((day) => day !== first + 20),
      50,
    ),
  ]);
  expect(silence).toEqual({ rest: [], closed: ['2024-01-21'], closedLocationDays: 1, zero: [] });
});

it('says nothing of a shop without sales', () => {
  expect(findSilence([])).toEqual({ rest: [], closed: [], closedLocationDays: 0, zero: [] });
});
