import { classifyDemand } from '@ordernimbus/engine';
import { describe, expect, it } from 'vitest';
import { type GeneratedSeries, generateSeries } from './retail-panel.ts';

const shape = { items: 200, locations: 10, days: 730, seed: 1 };
const panel = Array.from({ length: 2000 }, (_, index) => generateSeries(index, shape));
const total = ({ units }: GeneratedSeries): number => units.reduce((sum, one) => sum + one, 0);

describe('generated retail sales', () => {
  it('are the same for the same seed and index, wherever they are generated', () => {
    expect(generateSeries(137, shape)).toEqual(panel[137]);
    expect(generateSeries(137, { ...shape, items: 999 })).toEqual(panel[137]);
    expect(generateSeries(137, { ...shape, seed: 2 })).not.toEqual(panel[137]);
  });

  it('list ascending days inside the panel, each with at least one unit', () => {
    const isSound = ({ days, units }: GeneratedSeries): boolean =>
      units.length === days.length &&
      units.every((one) => one >= 1) &&
      days.every((day, i) => day < shape.days && (i === 0 ? day >= 0 : day > (days[i - 1] as number)));
    expect(panel.filter((series) => !isSound(series))).toEqual([]);
  });

  it('are heavy-tailed: a fifth of the series sells most of the units', () => {
    const totals = panel.map(total).sort((a, b) => b - a);
    const all = totals.reduce((sum, one) => sum + one, 0);
    const top = totals.slice(0, totals.length / 5).reduce((sum, one) => sum + one, 0);
    expect(top / all).toBeGreaterThan(0.6);
    expect(top / all).toBeLessThan(0.95);
  });

  it('are intermittent for the most part, as a shop is', () => {
    const dense = panel.map(({ days, units }) => {
      const values = new Float64Array(shape.days - (days[0] ?? 0));
      for (let i = 0; i < days.length; i++)
        values[(days[i] as number) - (days[0] as number)] = units[i] as number;
      return values;
    });
    const slow = dense.filter((values) => ['intermittent', 'lumpy'].includes(classifyDemand(values))).length;
    expect(slow / panel.length).toBeGreaterThan(0.7);
    expect(slow / panel.length).toBeLessThan(0.99);
  });

  it('have launches and stops', () => {
    const launched = panel.filter(({ days }) => (days[0] ?? 0) > 180).length;
    const busy = panel.filter((series) => series.days.length > 100);
    const stopped = busy.filter(({ days }) => (days.at(-1) ?? 0) < shape.days - 90).length;
    expect(launched / panel.length).toBeGreaterThan(0.08);
    expect(stopped / busy.length).toBeGreaterThan(0.01);
    expect(stopped / busy.length).toBeLessThan(0.2);
  });

  it('know the days of the week', () => {
    const sums = [0, 0, 0, 0, 0, 0, 0];
    for (const { days, units } of panel) {
      for (const [i, day] of days.entries()) {
        sums[day % 7] = (sums[day % 7] as number) + (units[i] as number);
      }
    }
    expect(Math.max(...sums) / Math.min(...sums)).toBeGreaterThan(1.15);
  });
});
