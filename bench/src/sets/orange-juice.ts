import { addDays, type BenchSet, type SetRound, type TruthSeries } from './bench-set.ts';
import { readSharedTable } from './shared-data.ts';
import { createLineWriter } from './write-lines.ts';

const firstWeek = 40;
const lastWeek = 160;
const rounds = 12;
const dateOf = (week: number): string => addDays('1989-09-14', 7 * (week - firstWeek));

interface Row {
  readonly units: number;
  readonly known: readonly string[];
}

export const orangeJuice: BenchSet = {
  name: 'orange_juice',
  title: "Dominick's orange juice, 913 series, weekly, 12 rounds, 2 weeks after a gap of 1",
  frequency: 'W',
  season: 52,
  horizon: 3,
  skipSteps: 1,
  point: 'relative median',
  mainMetric: 'MAPE %',
  seasonalNaive: { main: 165.06 },
  autoEts: { main: 70.99 },
  goal: 35,
  async make(options) {
    const table = await readSharedTable('orange_juice/yx.csv.gz');
    const found = new Map<string, { brand: string; store: string; rows: Map<number, Row> }>();
    for (const row of table.rows) {
      const [store = '', brand = '', week = '', logmove = ''] = row;
      const key = `${brand} ${store}`;
      let entry = found.get(key);
      if (!entry) {
        entry = { brand, store, rows: new Map() };
        found.set(key, entry);
      }
      const known = [row[4 + Number(brand)] ?? '', row[16] ?? '', row[17] ?? ''];
      entry.rows.set(Number(week), { units: Math.exp(Number(logmove)), known });
    }
    const chosen = [...found.values()].filter((_, index) => index % options.every === 0);
    // One file for all rounds: a round is a cut-off, and the prices and deals after it are the known future.
    const input = createLineWriter(options.inputFile);
    input.line(['item', 'location', 'date', 'quantity', 'price', 'promotion', 'feature']);
    for (const { brand, store, rows } of chosen) {
      for (let week = Math.min(...rows.keys()); week <= lastWeek; week++) {
        const row = rows.get(week);
        // A week without a row was not recorded; that is not the same as no sales.
        input.line([
          `brand ${brand}`,
          store,
          dateOf(week),
          row?.units ?? '',
          ...(row?.known ?? ['', '', '']),
        ]);
      }
      await input.flush();
    }
    await input.close();
    const shift = 2 * rounds * options.window;
    const made = Array.from({ length: rounds }, (_, round): SetRound => {
      const cutoff = 135 + 2 * round + shift;
      const truth: TruthSeries[] = [];
      for (const { brand, store, rows } of chosen) {
        const start = Math.min(...rows.keys());
        if (start > cutoff) continue;
        const units = (week: number): number => rows.get(week)?.units ?? Number.NaN;
        truth.push({
          item: `brand ${brand}`,
          location: store,
          history: Float64Array.from({ length: cutoff - start + 1 }, (_, t) => units(start + t)),
          actual: Float64Array.of(Number.NaN, units(cutoff + 2), units(cutoff + 3)),
        });
      }
      return { cutoff: dateOf(cutoff), truth };
    });
    return { rounds: made, hasFuture: false };
  },
};
