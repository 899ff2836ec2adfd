import { createHash } from 'node:crypto';
import { readForecastView } from '@ordernimbus/data';
import { answerCacheOf, type CachedAnswer, currentVersion, peekVersion } from '../cache/index.ts';
import { type Context, requireScope } from '../context.ts';
import { asciiJson } from './ascii-json.ts';
import { mapForecast } from './map-forecast.ts';
import { noForecastHere, noForecastYet } from './no-forecast.ts';

interface ForecastKey {
  readonly itemId: number;
  readonly locationId: number;
}

/** Locations that fit beside a 32-bit item into a whole number; a shop beyond them is served by key. */
const mostLocations = 2 ** 21;

const cacheKey = (tenantId: string, dataVersion: number, { itemId, locationId }: ForecastKey): string =>
  `${tenantId}/${dataVersion}/${itemId}/${locationId}`;

/** The same answer where it is in this process already: no promise, which would cost as much as the look-up. */
export function peekForecast(ctx: Context, input: ForecastKey): CachedAnswer | undefined {
  requireScope(ctx, 'read');
  const version = peekVersion(ctx.platform.database, ctx.tenantId);
  if (!version || version.runId === null) return undefined;
  const peek = () => answerCacheOf(ctx.platform).peek?.(cacheKey(ctx.tenantId, version.dataVersion, input));
  if (input.locationId >= mostLocations) return peek();
  const place = input.itemId * mostLocations + input.locationId;
  const recent = version.recent.get(place);
  if (recent) return recent;
  const answer = peek();
  if (answer) version.recent.set(place, answer);
  return answer;
}

/**
 * The forecast of one item at one location as the bytes of its answer (`Forecast` as JSON) and their ETag. Cached under
 * the shop's data version, which every new run raises: see `cache/shop-version.ts` for how old an answer can be.
 */
export async function getForecast(ctx: Context, input: ForecastKey): Promise<CachedAnswer> {
  requireScope(ctx, 'read');
  const { platform, tenantId } = ctx;
  const version = await currentVersion(platform.database, tenantId);
  if (version.runId === null) throw noForecastYet();
  const cache = answerCacheOf(platform);
  const key = cacheKey(tenantId, version.dataVersion, input);
  const cached = await cache.get(key);
  if (cached) return cached;
  const row = await readForecastView(platform.database, tenantId, input);
  if (!row) throw noForecastYet();
  if (!row.found) throw noForecastHere();
  const body = asciiJson(mapForecast(row, input));
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 27);
  const answer = { body, etag: `"${digest}"` };
  await cache.set(key, answer);
  return answer;
}
