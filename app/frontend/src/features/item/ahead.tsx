import type { AheadEffect } from '@ordernimbus/contracts';
import { formatChange } from '../../ui/format/numbers.ts';

/** What the calendar's entries ahead change in the whole forecast, each in words with its share. */
export function Ahead({ effects }: { readonly effects: readonly AheadEffect[] }) {
  return (
    <div className="mt-5 border-t border-line pt-4">
      <h3 className="font-medium">What the calendar adds</h3>
      <p className="mt-1 text-sm text-ink-2">
        The whole forecast, all models together, against one made as if these days were like others.
      </p>
      <ul className="mt-2 divide-y divide-line text-sm">
        {effects.map(({ kind, words, effect }) => (
          <li key={kind} className="flex items-baseline justify-between gap-3 py-2">
            <span>{words}</span>
            <b className="num shrink-0 font-semibold">
              {effect === null ? '' : (formatChange(1 + effect, 1) ?? '')}
            </b>
          </li>
        ))}
      </ul>
    </div>
  );
}
