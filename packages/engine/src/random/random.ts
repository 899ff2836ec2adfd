/** A source of uniform numbers in (0, 1). */
export type Random = () => number;

/** 32-bit hash of a text (FNV-1a with a final avalanche), the same on every machine. */
export function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Seeded generator (sfc32, Chris Doty-Humphrey), never 0 or 1. Seed and key make the stream, so a series has the same
 * numbers wherever a partition is cut and whichever thread runs it.
 */
export function createRandom(seed: number, key: string): Random {
  let a = hashText(key, seed >>> 0);
  let b = hashText(key, (seed ^ 0x9e3779b9) >>> 0);
  let c = hashText(key, Math.floor(seed / 4294967296) ^ 0x243f6a88);
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return ((t >>> 0) + 0.5) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
