import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { measureFirstLoad } from './check-budget.ts';

it('counts each script and style of the page once, gzipped, and no font', () => {
  const html =
    '<script type="module" crossorigin src="/assets/a.js"></script><link rel="modulepreload" href="/assets/a.js">' +
    '<link rel="stylesheet" href="/assets/b.css"><link rel="preload" as="font" href="/assets/c.woff2">';
  const load = measureFirstLoad(html, (name) =>
    name.endsWith('.js') ? randomBytes(50_000) : Buffer.alloc(50_000),
  );
  expect(load.files.map((file) => file.name)).toEqual(['index.html', 'assets/a.js', 'assets/b.css']);
  // noise does not shrink, zeros do
  expect(load.bytes).toBeGreaterThan(50_000);
  expect(load.bytes).toBeLessThan(51_000);
});
