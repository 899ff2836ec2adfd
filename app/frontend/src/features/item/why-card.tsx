import type { Forecast } from '@ordernimbus/contracts';
import { formatNumber, formatPercent } from '../../ui/format/numbers.ts';
import { Card } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { modelWords } from './model-words.ts';

/** Which models share the forecast, and what each lost in the back-test that chose them. */
export function WhyCard({ forecast }: { readonly forecast: Forecast }) {
  const weights = [...forecast.weights].sort((a, b) => b.weight - a.weight);
  return (
    <Card
      title="Why this forecast"
      context="Each model was tried on past windows; a model earns its weight there."
    >
      {forecast.standIn && (
        <div className="mb-4">
          <Notice tone="amber">
            {modelWords(forecast.standIn.wanted).name} could not be used: {forecast.standIn.reason}
          </Notice>
        </div>
      )}
      {weights.length === 0 ? (
        <p className="text-ink-2">
          {forecast.model
            ? `${modelWords(forecast.model).name} alone: the history is too short to compare models.`
            : 'No model could be fitted.'}
        </p>
      ) : (
        <ul className="space-y-3">
          {weights.map(({ model, weight, loss }) => {
            const words = modelWords(model);
            return (
              <li key={model}>
                <div className="flex items-baseline justify-between gap-3 text-sm">
                  <span className="min-w-0 truncate" title={words.help}>
                    <span className="font-medium">{words.name}</span>{' '}
                    <code className="text-xs text-ink-3">{model}</code>
                  </span>
                  <span className="num text-ink-2">
                    <b className="font-semibold text-ink">{formatPercent(weight)}</b>
                    {loss !== null && ` · loss ${formatNumber(loss, 3)}`}
                  </span>
                </div>
                <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken">
                  <div
                    className="h-full rounded-full bg-forecast"
                    style={{ width: `${Math.max(weight * 100, 1)}%` }}
                  />
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
