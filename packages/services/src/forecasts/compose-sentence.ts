/** Whole units from ten up, or when they are whole; below, one decimal for goods sold by weight. */
function quantityText(value: number): string {
  const rounded = value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
  return rounded.toLocaleString('en-US');
}

/** The answer in words: what will be sold on 28 days, and how sure that is. `when` says which: "in the next 28 days". */
export function composeSentence(range: { mean: number; low: number; high: number }, when: string): string {
  const low = quantityText(range.low);
  const high = quantityText(range.high);
  if (high === '0') return `You will most likely sell none ${when} (9 in 10).`;
  if (low === high) return `You will likely sell about ${high} units ${when} (8 in 10).`;
  return `You will likely sell ${low}–${high} units ${when} (8 in 10).`;
}
