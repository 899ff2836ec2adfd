import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Rows of made-up daily sales: items x locations x days, slow and fast sellers, a weekly rhythm. Same seed, same bytes. */
export interface SalesShape {
  readonly items: number;
  readonly locations: number;
  readonly rows: number;
}

export async function generateSales(path: string, shape: SalesShape): Promise<number> {
  let state = 20_261_123;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const rate = Float64Array.from(
    { length: shape.items },
    () => Math.exp(-1 + 2.2 * (random() + random() - 1)) * 3,
  );
  const price = Array.from({ length: shape.items }, () => (0.5 + random() * 80).toFixed(2));
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  file.write('date,sku,store,units,price\n');
  let rows = 0;
  let lines: string[] = [];
  const first = Date.UTC(2025, 0, 1);
  for (let day = 0; rows < shape.rows; day++) {
    const date = new Date(first + day * 86_400_000);
    const text = date.toISOString().slice(0, 10);
    const weekly = [1.4, 0.8, 0.8, 0.9, 1, 1.2, 1.6][date.getUTCDay()] ?? 1;
    for (let location = 1; location <= shape.locations && rows < shape.rows; location++) {
      for (let item = 0; item < shape.items && rows < shape.rows; item++) {
        const units = Math.floor(-Math.log(1 - random()) * (rate[item] ?? 1) * weekly);
        lines.push(
          `${text},SKU-${100_000 + item},S${String(location).padStart(2, '0')},${units},${price[item]}\n`,
        );
        rows++;
        if (lines.length === 20_000) {
          if (!file.write(lines.join(''))) await once(file, 'drain');
          lines = [];
        }
      }
    }
  }
  file.end(lines.join(''));
  await finished(file);
  return rows;
}
