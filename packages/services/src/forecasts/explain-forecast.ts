import { createHash } from 'node:crypto';
import type { AheadEffect, ForecastExplanation, NoDrivers } from '@ordernimbus/contracts';
import { type ExplanationBasis, readExplanationBasis } from '@ordernimbus/data';
import { ENGINE_VERSION, type ForecastExplanation as Explained, explainInPieces } from '@ordernimbus/engine';
import { answerCacheOf, type CachedAnswer, currentVersion } from '../cache/index.ts';
import { type Context, requireScope } from '../context.ts';
import { dayNumber } from '../runs/calendar-days.ts';
import { mapPanel } from '../runs/map-panel.ts';
import type { RunOptions } from '../runs/run-options.ts';
import { explainAhead } from './ahead-effects.ts';
import { asciiJson } from './ascii-json.ts';
import { inPieces, inTurn } from './in-turn.ts';
import { loadExplainedSeries } from './load-explained-series.ts';
import { mapExplanation } from './map-explanation.ts';
import { noForecastHere, noForecastYet } from './no-forecast.ts';

interface ForecastKey {
  readonly itemId: number;
  readonly locationId: number;
}

const boostedName = 'boosted';

const reasons: Readonly<Record<Exclude<NoDrivers['code'], 'no_forecast'>, string>> = {
  no_weight:
    'The boosted model, which knows drivers, was tried and left out: on past windows the other models did as well without it.',
  no_model:
    'This forecast has no boosted model, which knows drivers: there is too little history to train one, or it earned nothing beside the other models.',
  not_kept: 'The files of this forecast are no longer kept. The next forecast can be explained again.',
  other_engine:
    'Another version of the forecasting engine made this forecast. The next forecast can be explained again.',
};

/** Takes a series' forecast apart, with a turn of the event loop between the pieces. */
async function explainSeries(
  ctx: Context,
  row: ExplanationBasis,
): Promise<{ explained?: Explained; ahead?: AheadEffect[]; noDrivers?: NoDrivers }> {
  const say = (code: keyof typeof reasons) => ({ noDrivers: { code, detail: reasons[code] } });
  if (!row.ok) return { noDrivers: { code: 'no_forecast', detail: row.detail ?? 'There is no forecast.' } };
  if (row.engineVersion !== ENGINE_VERSION) return say('other_engine');
  const loaded = await loadExplainedSeries(ctx, row);
  if (!loaded) return say('not_kept');
  const { series, model } = loaded;
  const options = row.options as RunOptions;
  const cutoff = dayNumber(row.cutoff);
  const panel = mapPanel([series], cutoff, model.dictionary);
  const pieces = explainInPieces(panel, 0, options.forecast, model.panelModel);
  const explained = await inPieces(pieces);
  if (!explained.ok) return { noDrivers: { code: 'no_forecast', detail: explained.detail } };
  const ahead = await explainAhead(series, cutoff, model, options, row.weights ?? []);
  const hasPart = row.weights?.some(({ model: name, weight }) => name === boostedName && weight > 0);
  if (hasPart && explained.boosted) return { explained, ahead };
  return { explained, ahead, ...say(model.panelModel ? 'no_weight' : 'no_model') };
}

/**
 * Why the current forecast of one item at one location is what it is, as the bytes of its answer (`ForecastExplanation` as
 * JSON) and their ETag. Made on demand from the run's frozen input and its model, then cached under the shop's data version.
 */
export async function explainForecast(ctx: Context, input: ForecastKey): Promise<CachedAnswer> {
  requireScope(ctx, 'read');
  const { platform, tenantId } = ctx;
  const version = await currentVersion(platform.database, tenantId);
  if (version.runId === null) throw noForecastYet();
  const cache = answerCacheOf(platform);
  const key = `${tenantId}/${version.dataVersion}/${input.itemId}/${input.locationId}/explanation`;
  const cached = await cache.get(key);
  if (cached) return cached;
  return inTurn(async () => {
    const made = await cache.get(key);
    if (made) return made;
    const row = await readExplanationBasis(platform.database, tenantId, input);
    if (!row) throw noForecastYet();
    if (!row.found) throw noForecastHere();
    const { explained, ahead = [], noDrivers } = await explainSeries(ctx, row);
    const answer: ForecastExplanation = {
      ...input,
      runId: row.runId,
      ...mapExplanation(row, explained),
      ahead,
      ...(noDrivers ? { boosted: null } : {}),
      noDrivers: noDrivers ?? null,
    };
    const body = asciiJson(answer);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
    await cache.set(key, { body, etag });
    return { body, etag };
  });
}
