import type { Forecast } from '@ordernimbus/contracts';
import { formatPercent, plural } from '../../ui/format/numbers.ts';
import { modelWords } from './model-words.ts';

/** Models named one by one; the others are counted. */
const mostNamed = 3;

const inside = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Which models make the forecast, in one sentence. */
export function mixSentence(weights: Forecast['weights']): string {
  const parts = weights.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  const [first, ...others] = parts;
  if (!first) return 'No model could be fitted.';
  const firstName = modelWords(first.model).name;
  if (others.length === 0) {
    return first.loss === null && first.model !== 'boosted'
      ? `${firstName} alone: the history is too short to compare models.`
      : `${firstName} alone: no other model did better on past windows beside it.`;
  }
  const named = parts.slice(0, mostNamed).map(({ model, weight }, place) => {
    const { name } = modelWords(model);
    return `${place === 0 ? name : inside(name)} (${formatPercent(weight)})`;
  });
  const rest = parts.length - named.length;
  if (rest > 0) named.push(plural(rest, 'other'));
  return `${named.slice(0, -1).join(', ')} and ${named.at(-1)} share this forecast by how well each did on past windows.`;
}
