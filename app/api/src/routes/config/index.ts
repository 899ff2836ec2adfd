import { hasSampleTenant } from '@ordernimbus/services';
import { Type } from 'typebox';
import type { ApiInstance } from '../../context.ts';
import { isLoopbackPeer } from '../../plugins/loopback.ts';

const PublicConfig = Type.Object({
  /** runs on one's own machine */
  localMode: Type.Boolean(),
  /** the sample shop opens with one click */
  sampleAvailable: Type.Boolean(),
  version: Type.String(),
  attribution: Type.Union([Type.String(), Type.Null()]),
});

/** What the sign-in page needs to know before anybody is signed in. */
export async function configRoutes(app: ApiInstance): Promise<void> {
  const { localMode, version, attribution } = app.apiConfig;
  app.get(
    '/config',
    { config: { public: true }, schema: { response: { 200: PublicConfig } } },
    async (request) => ({
      localMode,
      sampleAvailable: localMode && isLoopbackPeer(request) && (await hasSampleTenant(app.platform)),
      version,
      attribution,
    }),
  );
}
