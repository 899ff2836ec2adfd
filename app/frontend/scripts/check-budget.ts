import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export const firstLoadLimitBytes = 250_000;
const dist = join(import.meta.dirname, '../dist');

/** What a browser fetches before the first screen: scripts, module preloads and style sheets of index.html. */
function firstLoadFiles(html: string): string[] {
  const links = html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g);
  return [...new Set([...links].map(([, path]) => path ?? ''))];
}

/** Bytes after gzip of each file of the first load. */
export function measureFirstLoad(): { readonly path: string; readonly bytes: number }[] {
  return firstLoadFiles(readFileSync(join(dist, 'index.html'), 'utf8')).map((path) => ({
    path,
    bytes: gzipSync(readFileSync(join(dist, path)), { level: 9 }).length,
  }));
}

function main(): void {
  const files = measureFirstLoad();
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes } of files) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${path}`);
  console.log(
    `${(total / 1000).toFixed(1).padStart(8)} kB  first load, gzip (limit ${firstLoadLimitBytes / 1000} kB)`,
  );
  if (files.length < 2) {
    console.error('dist/index.html names no script or style sheet: run the build first.');
    process.exitCode = 1;
  } else if (total > firstLoadLimitBytes) {
    console.error('The first load is over its budget: load the new part lazily or do without it.');
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
