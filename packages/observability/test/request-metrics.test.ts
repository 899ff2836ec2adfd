import { describe, expect, it } from 'vitest';
import { createRequestMetrics } from '../src/index.ts';

describe('request metrics', () => {
  it('are cumulative buckets, sum and count for each method, route and status class', async () => {
    const metrics = createRequestMetrics();
    const observe = metrics.observerOf('GET', '/v1/items/:itemId');
    observe(200, 0.0009);
    observe(204, 0.001);
    observe(200, 0.3);
    observe(404, 99);
    metrics.observerOf('POST', '/a"b\\c')(201, 0.02);
    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('http_request'));
    const series = 'method="GET",route="/v1/items/:itemId",status="2xx"';
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="0.001",${series}} 2`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="0.25",${series}} 2`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="0.5",${series}} 3`);
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="+Inf",${series}} 3`);
    expect(lines).toContain(`http_request_duration_seconds_count{${series}} 3`);
    expect(lines.find((line) => line.startsWith(`http_request_duration_seconds_sum{${series}}`))).toMatch(
      / 0\.3019/,
    );
    const failed = 'method="GET",route="/v1/items/:itemId",status="4xx"';
    expect(lines).toContain(`http_request_duration_seconds_bucket{le="30",${failed}} 0`);
    expect(lines).toContain(`http_request_duration_seconds_count{${failed}} 1`);
    expect(lines.join('\n')).toContain('route="/a\\"b\\\\c"');
  });

  it('come with the figures of the process', async () => {
    expect(await createRequestMetrics().text()).toMatch(/^process_cpu_user_seconds_total \d/m);
  });
});
