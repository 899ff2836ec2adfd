import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ServiceError } from '@ordernimbus/contracts';
import { readForecastView } from '@ordernimbus/data';
import { answerCacheOf, type CachedAnswer, currentVersion } from '../cache/index.ts';
import { type Context, requireScope } from '../context.ts';
import { mapForecast } from './map-forecast.ts';
import { noForecastYet } from './no-forecast.ts';

const compress = promisify<Buffer, { level: number }, Buffer>(gzip);

/**
 * The forecast of one item at one location as the bytes of its answer (`Forecast` as JSON) and their ETag. Cached under
 * the shop's data version, which every new run raises: see `cache/shop-version.ts` for how old an answer can be.
 */
export async function getForecast(
  ctx: Context,
  input: { itemId: number; locationId: number },
): Promise<CachedAnswer> {
  requireScope(ctx, 'read');
  const { platform, tenantId } = ctx;
  const version = await currentVersion(platform.database, tenantId);
  if (version.runId === null) throw noForecastYet();
  const cache = answerCacheOf(platform);
  const key = `${tenantId}/${version.dataVersion}/${input.itemId}/${input.locationId}`;
  const cached = await cache.get(key);
  if (cached) return cached;
  const row = await readForecastView(platform.database, tenantId, input);
  if (!row) throw noForecastYet();
  if (!row.found) {
    throw new ServiceError(
      'not_found',
      'This item has no forecast at this location, because no sale of it there is known.',
    );
  }
  const body = Buffer.from(JSON.stringify(mapForecast(row, input)));
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 27);
  const answer = {
    body,
    etag: `"${digest}"`,
    gzip: await compress(body, { level: 4 }),
    gzipEtag: `"${digest}-gzip"`,
  };
  await cache.set(key, answer);
  return answer;
}
