/** parseArgs takes "--window -1" for a missing value: a negative number is joined to the named options before it. */
export function joinNegatives(args: readonly string[], options: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    if (last !== undefined && options.includes(last) && /^-\d/.test(arg)) {
      joined[joined.length - 1] = `${last}=${arg}`;
    } else joined.push(arg);
  }
  return joined;
}
