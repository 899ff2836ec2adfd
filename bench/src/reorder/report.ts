export interface Measured {
  readonly name: string;
  /** One for each repetition. */
  readonly seconds: readonly number[];
  readonly longestBlockMs: number;
}

/** Value below which the given share of the values lies, of a few values the largest. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
}

const time = (seconds: number): string =>
  seconds >= 1 ? `${seconds.toFixed(1)} s` : `${Math.round(1000 * seconds)} ms`;

export function reorderReport(measured: readonly Measured[], lines: number, machine: string): string {
  const peer = measured.find(({ name }) => name.includes('peer'))?.seconds[0];
  const ratio = (seconds: number): string =>
    peer === undefined ? '' : (seconds / peer).toFixed(seconds / peer < 1 ? 2 : 1);
  return [
    '# Reorder list of a large shop',
    '',
    `\`npm run bench -- reorder\` on ${lines.toLocaleString('en')} lines (5 locations, four fifths with stock) in a PostgreSQL of its own.`,
    `"Of the UPDATE" is the time over that of one bare SQL statement that touches every line. ${machine}.`,
    '',
    '| what | runs | p50 | p95 | of the UPDATE | longest block of the event loop |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...measured.map(({ name, seconds, longestBlockMs }) => {
      const middle = percentile(seconds, 0.5);
      return `| ${name} | ${seconds.length} | ${time(middle)} | ${time(percentile(seconds, 0.95))} | ${ratio(middle)} | ${Math.round(longestBlockMs)} ms |`;
    }),
    '',
  ].join('\n');
}
