import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export interface RequestMetrics {
  observe(method: string, route: string, status: number, seconds: number): void;
  readonly registry: Registry;
  readonly contentType: string;
  text(): Promise<string>;
}

/**
 * `http_request_duration_seconds` by method, route pattern and status class; its count is the number of requests.
 * The labelled child of each combination is kept, because finding it by labels costs more than the observation.
 */
export function createRequestMetrics(): RequestMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, by method, route and status class.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const children = new Map<string, { observe(seconds: number): void }>();
  return {
    registry,
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe(method, route, status, seconds) {
      const statusClass = `${Math.floor(status / 100)}xx`;
      const key = `${method} ${statusClass} ${route}`;
      let child = children.get(key);
      if (!child) {
        child = duration.labels({ method, route, status: statusClass });
        children.set(key, child);
      }
      child.observe(seconds);
    },
  };
}
