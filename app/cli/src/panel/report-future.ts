import type { Observations } from '@ordernimbus/importers/observations';
import type { CovariatePlan, PartlyTold } from './covariate-plan.ts';

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

function wordsOf({ name, kind, told, started, isKnown }: PartlyTold): string {
  const share = `tells "${name}" for ${told} of ${started} series`;
  if (!isKnown) return `${share}, which are too few to use it: the forecasts do without`;
  return kind === 'price'
    ? `${share}; the others keep their last one`
    : `${share}; for the others it is unknown`;
}

/**
 * What is not, or not wholly, made of the future file, one sentence each: columns of the history that it does not continue
 * (of opening days the last weeks are gone by instead, `presumeClosed`), or for some series only, and its own columns that
 * the history lacks.
 */
export function futureRemarks(
  futureFile: string,
  { historyOnly, partlyTold }: Pick<CovariatePlan, 'historyOnly' | 'partlyTold'>,
  { varying, onlyAhead }: Pick<Observations['covariates'], 'varying' | 'onlyAhead'>,
): string[] {
  const isOpen = (name: string): boolean =>
    varying.some((column) => column.name === name && column.kind === 'open');
  const isPartly = (name: string): boolean => partlyTold.some((column) => column.name === name);
  const untold = historyOnly.filter((name) => !isOpen(name) && !isPartly(name));
  const opening = historyOnly.filter(isOpen);
  const instead = (names: readonly string[], words: string): string[] =>
    names.length === 0 ? [] : [`${futureFile} does not tell ${list(names)} for the horizon, so ${words}.`];
  return [
    ...instead(untold, 'the forecasts do without'),
    ...instead(opening, 'a day of the week that was closed for the last four weeks is taken as closed'),
    ...partlyTold.map((column) => `${futureFile} ${wordsOf(column)}.`),
    ...(onlyAhead.length === 0
      ? []
      : [`the history has no ${list(onlyAhead)}, so what ${futureFile} tells of it is not used.`]),
  ];
}

/** Says the remarks on stderr. */
export function reportFuture(
  futureFile: string,
  plan: CovariatePlan,
  { covariates }: Pick<Observations, 'covariates'>,
): void {
  for (const remark of futureRemarks(futureFile, plan, covariates)) {
    process.stderr.write(`nimbus: ${remark}\n`);
  }
}
