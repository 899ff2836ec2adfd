import type { Forecast } from '@ordernimbus/contracts';
import { useQuery } from '@tanstack/react-query';
import { forecastExplanationQuery } from '../../api/queries.ts';
import { Card } from '../../ui/page.tsx';
import { Notice, QueryView, Skeleton } from '../../ui/states.tsx';
import { Ahead } from './ahead.tsx';
import { Drivers } from './drivers.tsx';
import { Extraordinary } from './extraordinary.tsx';
import { mixSentence } from './mix-sentence.ts';
import { modelWords } from './model-words.ts';
import { ModelsTable } from './models-table.tsx';
import { yearSentence } from './year-sentence.ts';
import { youngSentence } from './young-sentence.ts';

/** Which models share the forecast, what each lost in the back-test that chose them, and what drives the boosted part. */
export function WhyCard({ forecast }: { readonly forecast: Forecast }) {
  const query = useQuery(forecastExplanationQuery(forecast.itemId, forecast.locationId));
  const models = query.data?.models ?? [...forecast.weights].sort((a, b) => b.weight - a.weight);
  return (
    <Card title="Why this forecast" context={mixSentence(forecast.weights)}>
      {forecast.standIn && (
        <div className="mb-4">
          <Notice tone="amber">
            {modelWords(forecast.standIn.wanted).name} could not be used: {forecast.standIn.reason}
          </Notice>
        </div>
      )}
      {models.length > 0 && <ModelsTable models={models} />}
      <QueryView query={query} skeleton={<Skeleton className="mt-4 h-40" />}>
        {({ extraordinary, yearFactor, youngDays, ahead, boosted, noDrivers }) => (
          <>
            {yearFactor !== null && <p className="mt-4 text-sm text-ink-2">{yearSentence(yearFactor)}</p>}
            {youngDays !== null && <p className="mt-4 text-sm text-ink-2">{youngSentence(youngDays)}</p>}
            <Extraordinary sales={extraordinary} />
            {ahead.length > 0 && <Ahead effects={ahead} />}
            {boosted ? (
              <Drivers boosted={boosted} />
            ) : (
              <p className="mt-4 text-sm text-ink-2">{noDrivers?.detail}</p>
            )}
          </>
        )}
      </QueryView>
    </Card>
  );
}
