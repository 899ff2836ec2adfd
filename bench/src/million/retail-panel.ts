import { createRandom } from '@ordernimbus/engine';
import { drawNegativeBinomial, drawNormal } from '../random/draw-counts.ts';

/** Made-up sales of one item at one location: only days on which something was sold. */
export interface GeneratedSeries {
  readonly item: string;
  readonly location: string;
  /** Day of the panel, 0-based, ascending. */
  readonly days: Int32Array;
  /** Whole units, at least 1. */
  readonly units: Int32Array;
}

export interface PanelShape {
  readonly items: number;
  readonly locations: number;
  readonly days: number;
  readonly seed: number;
}

/** Median units a day, and the standard deviation of its logarithm between series: most sell rarely, a few sell a lot. */
const MEDIAN_RATE = 0.15;
const RATE_SPREAD = 1.4;
/** Shares of the series that start, stop, or miss some weeks within the panel. */
const LAUNCHED = 0.2;
const STOPPED = 0.07;
const OUT_OF_STOCK = 0.1;

/** Shares of the week by location: each has its own busy days. */
function weekOf(location: number, seed: number): number[] {
  const random = createRandom(seed, `week ${location}`);
  const raw = Array.from({ length: 7 }, (_, d) => (d > 4 ? 1.3 : 0.9) * Math.exp(0.2 * drawNormal(random)));
  const mean = raw.reduce((a, b) => a + b) / 7;
  return raw.map((one) => one / mean);
}

/**
 * Daily retail sales: heavy-tailed levels, negative-binomial noise, a week of each location, a year of each item, slow
 * drift, launches, stops and weeks out of stock. Series `index` is item `index / locations` at location
 * `index % locations`; it depends on the shape's seed and its own index only.
 */
export function generateSeries(index: number, shape: PanelShape): GeneratedSeries {
  const { locations, days, seed } = shape;
  const itemIndex = Math.floor(index / locations);
  const locationIndex = index % locations;
  const ofItem = createRandom(seed, `item ${itemIndex}`);
  const random = createRandom(seed, `series ${index}`);
  const itemRate = Math.log(MEDIAN_RATE) + 0.8 * RATE_SPREAD * drawNormal(ofItem);
  const amplitude = 0.1 + 0.5 * ofItem() ** 2;
  const peak = 365 * ofItem();
  const rate = Math.exp(itemRate + 0.6 * RATE_SPREAD * drawNormal(random));
  const dispersion = 0.3 + 3 * random();
  const drift = (0.4 * drawNormal(random)) / 365;
  const week = weekOf(locationIndex, seed);
  let from = 0;
  let to = days;
  if (random() < LAUNCHED) from = Math.floor(0.95 * days * random());
  if (random() < STOPPED) to = from + Math.floor((days - from) * (0.2 + 0.75 * random()));
  let outFrom = -1;
  let outTo = -1;
  if (random() < OUT_OF_STOCK) {
    outFrom = from + Math.floor((to - from) * random());
    outTo = outFrom + 7 + Math.floor(21 * random());
  }
  const soldOn: number[] = [];
  const units: number[] = [];
  for (let t = from; t < to; t++) {
    if (t >= outFrom && t < outTo) continue;
    const season = 1 + amplitude * Math.cos((2 * Math.PI * (t - peak)) / 365.25);
    const mean = rate * season * (week[t % 7] as number) * Math.exp(drift * (t - days / 2));
    const sold = drawNegativeBinomial(mean, dispersion, random);
    if (sold === 0) continue;
    soldOn.push(t);
    units.push(sold);
  }
  return {
    item: `sku-${String(itemIndex).padStart(6, '0')}`,
    location: `shop-${String(locationIndex).padStart(3, '0')}`,
    days: Int32Array.from(soldOn),
    units: Int32Array.from(units),
  };
}
