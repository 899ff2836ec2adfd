import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { frontendDist } from '../app/cli/src/serve/build-frontend.ts';

const limitKilobytes = 250;

export interface FirstLoad {
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly bytes: number;
}

/** Scripts and styles that the page names itself (the rest is loaded when a screen needs it), as gzip sends them. */
export function measureFirstLoad(html: string, read: (name: string) => Buffer): FirstLoad {
  const names = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map(
    (match) => match[1]!,
  );
  const files = [
    { name: 'index.html', bytes: gzipSync(html).length },
    ...[...new Set(names)].map((name) => ({ name, bytes: gzipSync(read(name)).length })),
  ];
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
}

if (import.meta.main) {
  const html = readFileSync(join(frontendDist, 'index.html'), 'utf8');
  const load = measureFirstLoad(html, (name) => readFileSync(join(frontendDist, name)));
  for (const { name, bytes } of load.files)
    console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${name}`);
  console.log(`${(load.bytes / 1024).toFixed(1).padStart(8)} KB  in all, of at most ${limitKilobytes} KB`);
  if (load.files.length < 2) {
    console.error('index.html names no script: this is not the built application');
    process.exitCode = 1;
  }
  if (load.bytes > limitKilobytes * 1024) process.exitCode = 1;
}
