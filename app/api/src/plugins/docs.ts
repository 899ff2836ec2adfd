import { randomBytes } from 'node:crypto';
import { fastifyHelmet } from '@fastify/helmet';
import fastifyApiReference from '@scalar/fastify-api-reference';
import type { ApiInstance } from '../context.ts';

/** The browsable reference at /docs: its script comes from this server, and nothing is asked of others. */
export async function docsPlugin(app: ApiInstance): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'", `'nonce-${nonce}'`],
        // the reference writes its own style elements
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(fastifyApiReference, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      nonce,
      pageTitle: 'OrderNimbus API',
      withDefaultFonts: false,
      telemetry: false,
      // the reference alone: no offers of its maker's hosted services, which this policy would block anyway
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}
