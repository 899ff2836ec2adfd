import { findLocked, type LockedPackage, type Lockfile } from './lockfile.ts';

/*
 * `npm install` leaves out of the lockfile every optional package that its registry does not have; a mirror
 * often has only the platforms that its users run. `npm ci` then refuses the lockfile everywhere else. The names
 * of such packages say which platforms they are for, so their entries can be written without the registry.
 * They carry no integrity: where one is installed, npm takes what the registry has under the exact version.
 */

export interface MissingEntry {
  readonly key: string;
  readonly wantedBy: string;
  readonly entry: LockedPackage;
}

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** The platform that a package's name speaks of: `@biomejs/cli-linux-x64-musl` is linux, x64, musl. */
export function readPlatform(
  name: string,
  siblings: readonly string[],
): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const words = name.split('/').pop()?.split('-') ?? [];
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  const last = words.at(-1) ?? '';
  const hasMuslSibling = siblings.some((sibling) => sibling === `${name}-musl`);
  const libc =
    os !== 'linux'
      ? undefined
      : last.startsWith('musl')
        ? 'musl'
        : last.startsWith('gnu') || hasMuslSibling
          ? 'glibc'
          : undefined;
  return {
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(libc && { libc: [libc] }),
  };
}

const exactVersion = /^[\^~]?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;

/** Entries of optional dependencies that the lockfile lacks. Throws where a name does not tell its platform. */
export function findMissingEntries(lockfile: Lockfile): MissingEntry[] {
  const missing = new Map<string, MissingEntry>();
  for (const [wantedBy, locked] of Object.entries(lockfile.packages)) {
    if (locked.link) continue;
    const names = Object.keys(locked.optionalDependencies ?? {});
    for (const [name, range] of Object.entries(locked.optionalDependencies ?? {})) {
      if (findLocked(lockfile, wantedBy, name)) continue;
      const platform = readPlatform(name, names);
      const version = exactVersion.exec(range)?.[1];
      if (!version || (!platform.os && !platform.cpu)) {
        throw new Error(
          `package-lock.json lacks ${name}@${range} (optional for ${wantedBy || 'the root'}), and its entry cannot be told from its name: install it from a registry that has it.`,
        );
      }
      const key = `node_modules/${name}`;
      missing.set(key, {
        key,
        wantedBy,
        entry: { version, ...(locked.dev && { dev: true }), optional: true, ...platform },
      });
    }
  }
  return [...missing.values()];
}

/** The lockfile with those entries, in npm's order. */
export function completeLockfile(lockfile: Lockfile, missing: readonly MissingEntry[]): Lockfile {
  const packages = { ...lockfile.packages };
  for (const { key, entry } of missing) packages[key] = entry;
  const order = Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'));
  return { ...lockfile, packages: Object.fromEntries(order.map((key) => [key, packages[key]!])) };
}
