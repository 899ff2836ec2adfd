/** Stands for a formula that no program has worked out yet, as libraries write them; no reading takes it for a value. */
export const withoutValue = '(formula without a stored value)';

/** What cells show in place of a result, in lower case. No product and no place is called so. */
export const cellErrors: readonly string[] = [
  '#n/a',
  '#ref!',
  '#value!',
  '#div/0!',
  '#name?',
  '#null!',
  '#num!',
  '#spill!',
  '#calc!',
  withoutValue,
];
