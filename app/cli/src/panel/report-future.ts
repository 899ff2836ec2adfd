import type { Observations, UnseenPrices } from '@ordernimbus/importers/observations';
import { remark } from '../output/say.ts';
import type { Session } from '../session.ts';
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
function futureRemarks(
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

/** Planned prices so far from all others that no model knows what they do. */
function priceRemarks(unseen: readonly UnseenPrices[]): string[] {
  return unseen.map(({ count, place, series, price, least, most }) => {
    const range = least === most ? `at ${least}` : `at ${least} to ${most}`;
    return (
      `${count} of the planned prices ${count === 1 ? 'is' : 'are'} below half or above twice what the item ever cost; ` +
      `the first, ${place}: ${series} at ${price} (so far ${range}) has never been sold at such a price; ` +
      'the forecast takes it for about the nearest one known.'
    );
  });
}

/** Says on stderr what a person should know of the file of `--future`. */
export async function reportFuture(
  { settings, observations, cutoffStep }: Session,
  plan: CovariatePlan,
): Promise<void> {
  if (settings.future === undefined) return;
  const remarks = [
    ...futureRemarks(settings.future, plan, observations.covariates),
    ...priceRemarks(await observations.unseenPrices(cutoffStep, settings.horizon)),
  ];
  for (const one of remarks) remark(one);
}
