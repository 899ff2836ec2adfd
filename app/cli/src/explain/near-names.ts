/** Insertions, deletions and replacements that turn one text into the other (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** The at most three names that `wanted` was probably meant to be: a part of them, or few letters away. */
export function nearNames(wanted: string, names: readonly string[]): string[] {
  const text = wanted.trim().toLowerCase();
  const reach = Math.max(2, Math.floor(text.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const other = name.toLowerCase();
    if (text !== '' && other.includes(text)) found.push({ name, distance: other === text ? 0 : 1 });
    else if (Math.abs(other.length - text.length) <= reach) {
      const distance = editDistance(text, other);
      if (distance <= reach) found.push({ name, distance });
    }
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return found.slice(0, 3).map(({ name }) => name);
}
