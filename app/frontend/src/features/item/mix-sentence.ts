import type { Forecast } from '@ordernimbus/contracts';
import { formatPart, plural } from '../../ui/format/numbers.ts';
import { modelWords } from './model-words.ts';

/** Models named one by one; the others are counted. */
const mostNamed = 3;

const inside = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

interface Share {
  readonly name: string;
  readonly weight: number;
  readonly parts: Forecast['weights'];
}

/** Shares by the name that people read: settings of one model have the same, and would stand there twice. */
function sharesByName(weights: Forecast['weights']): Share[] {
  const byName = new Map<string, Forecast['weights']>();
  for (const part of weights.filter(({ weight }) => weight > 0)) {
    const { name } = modelWords(part.model);
    byName.set(name, [...(byName.get(name) ?? []), part]);
  }
  return [...byName]
    .map(([name, parts]) => ({ name, parts, weight: parts.reduce((sum, part) => sum + part.weight, 0) }))
    .sort((a, b) => b.weight - a.weight);
}

const byMerit = 'by how well each did on past windows.';

/** Which models make the forecast, in one sentence. */
export function mixSentence(weights: Forecast['weights']): string {
  const shares = sharesByName(weights);
  const [first, ...others] = shares;
  if (!first) return 'No model could be fitted.';
  if (others.length === 0) {
    const [only, ...more] = first.parts;
    if (more.length > 0)
      return `${first.name} in ${first.parts.length} settings share this forecast ${byMerit}`;
    return only?.loss === null && only.model !== 'boosted'
      ? `${first.name} alone: the history is too short to compare models.`
      : `${first.name} alone: no other model did better on past windows beside it.`;
  }
  const named = shares
    .slice(0, mostNamed)
    .map(({ name, weight }, place) => `${place === 0 ? name : inside(name)} (${formatPart(weight)})`);
  const rest = shares.length - named.length;
  if (rest > 0) named.push(plural(rest, 'other'));
  return `${named.slice(0, -1).join(', ')} and ${named.at(-1)} share this forecast ${byMerit}`;
}
