import type { Panel } from './contract.ts';

/** Steps after the history, from 0, on which an `open` column says that nothing can be sold. */
export function closedAhead({ offsets, covariates }: Panel, s: number): number[] {
  const closed: number[] = [];
  for (const { kind, values } of covariates?.known ?? []) {
    if (kind !== 'open') continue;
    const first = covariates!.starts[s] + offsets[s + 1] - offsets[s];
    for (let at = first; at < covariates!.starts[s + 1]; at++) if (values[at] === 0) closed.push(at - first);
  }
  return closed;
}
