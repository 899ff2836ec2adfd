import type { ForecastExplanation } from '@ordernimbus/contracts';
import { ChevronRight } from 'lucide-react';
import { formatFixed, formatPart, plural } from '../../ui/format/numbers.ts';
import { modelWords } from './model-words.ts';

type Model = ForecastExplanation['models'][number];

function Rows({ models }: { readonly models: readonly Model[] }) {
  return (
    <table className="w-full text-sm">
      <thead className="text-ink-2">
        <tr className="border-b border-line">
          <th scope="col" className="py-2 text-left font-medium">
            Model
          </th>
          <th
            scope="col"
            className="py-2 pl-3 text-right font-medium"
            title="Loss on past windows; 1 = as good as the best of this item’s own models, less is better"
          >
            Loss
          </th>
          <th scope="col" className="py-2 pl-3 text-right font-medium">
            Weight
          </th>
        </tr>
      </thead>
      <tbody>
        {models.map(({ model, weight, loss }) => {
          const words = modelWords(model);
          return (
            <tr key={model} className="border-b border-line last:border-b-0">
              <th scope="row" className="py-2 text-left font-normal" title={words.help}>
                <span className="font-medium">{words.name}</span>{' '}
                <code className="text-xs text-ink-3 max-sm:block">{model}</code>
              </th>
              <td className="num py-2 pl-3 text-right">{formatFixed(loss, 2)}</td>
              <td className="num py-2 pl-3 text-right font-medium whitespace-nowrap">
                {weight > 0 ? formatPart(weight) : 'left out'}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Every model that was tried on past windows: the ones with a say, and behind a line the ones without. */
export function ModelsTable({ models }: { readonly models: readonly Model[] }) {
  const used = models.filter(({ weight }) => weight > 0);
  const left = models.filter(({ weight }) => weight === 0);
  return (
    <>
      <Rows models={used} />
      <p className="mt-2 text-xs text-ink-2">
        Loss on the past windows shown under accuracy and on others between them, the latest counting most; 1
        is as good as the best of the item’s own models, less is better.
      </p>
      {left.length > 0 && (
        <details className="group mt-1">
          <summary className="flex min-h-9 list-none items-center gap-2 text-sm text-ink-2 [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 text-ink-3 transition-transform duration-100 group-open:rotate-90"
            />
            {plural(left.length, 'other model')} tried and left out
          </summary>
          <Rows models={left} />
        </details>
      )}
    </>
  );
}
