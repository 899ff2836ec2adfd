import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LockedPackage, Lockfile } from './lockfile.ts';
import { findMissingEntries } from './missing-platforms.ts';

const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

function sameDependencies(a: Record<string, string> = {}, b: Record<string, string> = {}): boolean {
  const text = (map: Record<string, string>): string => JSON.stringify(Object.entries(map).sort());
  return text(a) === text(b);
}

/** Reasons for which `npm ci` would refuse the lockfile, here or on another platform or network. */
export function findLockfileFaults(lockfile: Lockfile, root: string): string[] {
  const faults = findMissingEntries(lockfile).map(
    ({ key, wantedBy }) =>
      `${key} (optional for ${wantedBy || 'the root'}) is not in the lockfile: npm run lockfile`,
  );
  for (const [key, locked] of Object.entries(lockfile.packages)) {
    if (!locked.link && locked.resolved && /^https?:/.test(locked.resolved)) {
      faults.push(
        `${key} names the registry it came from: .npmrc must hold omit-lockfile-registry-resolved=true`,
      );
    }
    if (key.includes('node_modules/') || (key !== '' && !locked.version)) continue;
    const manifest = JSON.parse(readFileSync(join(root, key, 'package.json'), 'utf8')) as LockedPackage;
    for (const field of dependencyFields) {
      if (!sameDependencies(manifest[field], locked[field])) {
        faults.push(
          `${join(key, 'package.json')} has other ${field} than the lockfile: npm install, then npm run lockfile`,
        );
      }
    }
  }
  return faults;
}
