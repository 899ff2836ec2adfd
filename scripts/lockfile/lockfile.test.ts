import { describe, expect, it } from 'vitest';
import { findLockfileFaults } from './find-faults.ts';
import { findLocked, readLockfile, root } from './lockfile.ts';
import { completeLockfile, findMissingEntries, readPlatform } from './missing-platforms.ts';

describe('the lockfile', () => {
  it('has every platform, names no registry and agrees with the manifests', () => {
    expect(findLockfileFaults(readLockfile(), root)).toEqual([]);
  });

  it('is found wanting when one platform is dropped, and completed again', () => {
    const lockfile = readLockfile();
    const key = 'node_modules/@biomejs/cli-darwin-arm64';
    expect(lockfile.packages[key]).toMatchObject({ os: ['darwin'], cpu: ['arm64'], optional: true });
    delete lockfile.packages[key];
    expect(findLockfileFaults(lockfile, root).join()).toContain(key);
    const completed = completeLockfile(lockfile, findMissingEntries(lockfile));
    expect(completed.packages[key]).toMatchObject({
      os: ['darwin'],
      cpu: ['arm64'],
      optional: true,
      dev: true,
    });
    expect(findLockfileFaults(completed, root)).toEqual([]);
  });

  it('is found wanting when it names a registry or lacks a dependency', () => {
    const lockfile = readLockfile();
    lockfile.packages['node_modules/vitest']!.resolved = 'https://mirror.example/vitest.tgz';
    delete lockfile.packages['app/cli']!.dependencies!.pg;
    const faults = findLockfileFaults(lockfile, root).join('\n');
    expect(faults).toMatch(/vitest names the registry/);
    expect(faults).toMatch(/app\/cli\/package\.json has other dependencies/);
  });
});

describe('readPlatform', () => {
  it.each([
    ['@biomejs/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@oxc-parser/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@oxc-parser/binding-win32-x64-msvc', { os: ['win32'], cpu: ['x64'] }],
    ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
    ['fsevents', {}],
  ])('%s', (name, platform) => {
    expect(readPlatform(name, [])).toEqual(platform);
  });

  it('takes a package with a musl sibling for the glibc one', () => {
    expect(readPlatform('a-linux-arm64', ['a-linux-arm64', 'a-linux-arm64-musl']).libc).toEqual(['glibc']);
  });
});

it('looks names up as Node does', () => {
  const packages = { 'node_modules/a': {}, 'node_modules/a/node_modules/b': {}, 'node_modules/b': {} };
  expect(findLocked({ lockfileVersion: 3, packages }, 'node_modules/a', 'b')).toBe(
    'node_modules/a/node_modules/b',
  );
  expect(findLocked({ lockfileVersion: 3, packages }, 'app/cli', 'b')).toBe('node_modules/b');
  expect(findLocked({ lockfileVersion: 3, packages }, 'app/cli', 'c')).toBeUndefined();
});
