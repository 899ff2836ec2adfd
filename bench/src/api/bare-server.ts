import { createRequire } from 'node:module';

interface BareFastify {
  get(path: string, handler: () => Promise<unknown>): void;
  listen(options: { host: string; port: number }): Promise<string>;
}

// the very copy that the API runs on, in the least it can do: no hooks, no validation, seventeen bytes
const requireOfApi = createRequire(new URL('../../../app/api/package.json', import.meta.url));
const { fastify } = requireOfApi('fastify') as { fastify(options: { logger: boolean }): BareFastify };
const app = fastify({ logger: false });
app.get('/hello', async () => ({ hello: 'world' }));
app.get('/cpu', async () => process.cpuUsage());
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
