/** A sale so far beyond all others of its series that it says nothing of the ones to come. */
export interface ExtraordinarySale {
  /** Steps before the last value of its series, 0 = that value. */
  readonly back: number;
  readonly quantity: number;
  /** What it is taken for: the largest of the other sales. */
  readonly taken: number;
}

/** This many times the largest of the other sales. */
const BEYOND = 10;
/** Known values for each sale that may be one: what comes back every year is no accident. */
const VALUES_EACH = 500;
const MOST = 3;
const LEAST_SALES = 20;

/**
 * The few sales (one in 500 known values, at least one and at most three) that are more than ten times all others: a
 * customer who buys for a year, a slip of the keyboard. Left as they are, one of 5,000 among sales of 10 a day multiplies
 * every forecast of its series by seven for a month, and is what the model of a whole panel learns of. None where fewer
 * than 20 values are above zero: there everything is still possible. Negative and unknown values do not count.
 */
export function findExtraordinary(values: Float64Array): readonly ExtraordinarySale[] {
  const [known, sales] = countValues(values);
  if (sales < LEAST_SALES) return [];
  const allowed = Math.min(MOST, Math.max(1, Math.floor(known / VALUES_EACH)));
  const largest = largestOf(values, allowed + 1);
  // with the fewest taken away that leave the others ten times smaller
  let count = allowed;
  while (count > 0 && !(largest[count - 1] > BEYOND * largest[count])) count--;
  if (count === 0) return [];
  const taken = largest[count];
  return Array.from(values.keys())
    .filter((step) => values[step] > taken)
    .map((step) => ({ back: values.length - 1 - step, quantity: values[step], taken }));
}

/** How many values are known, and how many are above zero. */
function countValues(values: Float64Array): readonly [number, number] {
  let known = 0;
  let sales = 0;
  for (let t = 0; t < values.length; t++) {
    if (values[t] > 0) sales++;
    if (!Number.isNaN(values[t])) known++;
  }
  return [known, sales];
}

/** The `count` largest values, the largest first. */
function largestOf(values: Float64Array, count: number): Float64Array {
  const largest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let t = 0; t < values.length; t++) {
    const y = values[t];
    if (!(y > largest[count - 1])) continue;
    let place = count - 1;
    while (place > 0 && largest[place - 1] < y) {
      largest[place] = largest[place - 1];
      place--;
    }
    largest[place] = y;
  }
  return largest;
}

/** The values with extraordinary sales as they are taken; the same array where there is none. */
export function temperValues(
  values: Float64Array,
  sales: readonly ExtraordinarySale[] = findExtraordinary(values),
): Float64Array {
  if (sales.length === 0) return values;
  const tempered = values.slice();
  for (const { back, taken } of sales) tempered[values.length - 1 - back] = taken;
  return tempered;
}
