import type { Random } from '@ordernimbus/engine';

/** A draw of the standard normal distribution (Box and Muller). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A draw of the gamma distribution of scale 1: Marsaglia and Tsang (2000); shapes below 1 by their boost. */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A draw of the Poisson distribution: Knuth's product for small means, the rounded normal for large ones. */
export function drawPoisson(mean: number, random: Random): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * drawNormal(random)));
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count++;
  }
  return count;
}

/**
 * A draw of the negative binomial distribution with variance mean + mean² / dispersion, as the Poisson distribution of a
 * mean that is itself gamma distributed. A dispersion of Infinity is the Poisson distribution.
 */
export function drawNegativeBinomial(mean: number, dispersion: number, random: Random): number {
  if (dispersion === Number.POSITIVE_INFINITY) return drawPoisson(mean, random);
  return drawPoisson((mean * drawGamma(dispersion, random)) / dispersion, random);
}
