import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fastifyHelmet } from '@fastify/helmet';
import { fastifyStatic } from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiInstance } from '../context.ts';
import { notFound } from './problems.ts';

const noPages = /^\/(v1|health|metrics|docs|openapi\.json|\.well-known|assets)(\/|$|\?)/;

/** The built web application from the same origin. Addresses that are not files get index.html: the router is in it. */
export async function frontendPlugin(app: ApiInstance, options: { folder: string }): Promise<void> {
  const index = await readFile(path.join(options.folder, 'index.html'), 'utf8');
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        // dialogs and charts set style elements of their own
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'worker-src': ["'self'", 'blob:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // the proxy that ends TLS says this; on plain http at home it would lock people out
    strictTransportSecurity: false,
  });
  await app.register(fastifyStatic, {
    root: options.folder,
    index: false,
    preCompressed: true,
    setHeaders(response, file) {
      // names of assets hold a hash of their content
      const hashed = file.includes(`${path.sep}assets${path.sep}`);
      response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const sendPage = (reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(index);
  app.get('/', { schema: { hide: true } }, (_request, reply) => sendPage(reply));
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const wantsPage = reads && (request.headers.accept ?? '').includes('text/html');
    return wantsPage && !noPages.test(request.url) ? sendPage(reply) : notFound(app, request, reply);
  });
}
