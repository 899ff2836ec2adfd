/**
 * Who may import whom, as data. `check-boundaries.ts` reads it; ARCHITECTURE_PLAN.md explains it.
 * A part not listed here may be imported by nobody and may import nothing of ours.
 */
export interface PartRule {
  /** Parts of ours that any file of this part may import. */
  readonly imports: readonly string[];
  /** Further parts that only the named files (relative to the part's folder) may import. */
  readonly onlyIn?: Readonly<Record<string, readonly string[]>>;
}

/** Prefixes of files, relative to the part, that compose a process out of the other parts. */
const composition = ['test/', 'src/compose', 'src/serve/', 'src/index.ts'];
const compose = (...parts: string[]): Record<string, readonly string[]> =>
  Object.fromEntries(composition.map((prefix) => [prefix, parts]));

export const importRules: Readonly<Record<string, PartRule>> = {
  'packages/contracts': { imports: [] },
  'packages/engine': { imports: [] },
  'packages/observability': { imports: ['packages/contracts'] },
  'packages/data': { imports: ['packages/contracts'] },
  'packages/importers': { imports: ['packages/contracts'] },
  'packages/services': {
    imports: [
      'packages/contracts',
      'packages/engine',
      'packages/data',
      'packages/importers',
      'packages/observability',
    ],
  },
  'app/api': {
    imports: ['packages/contracts', 'packages/services', 'packages/observability'],
    onlyIn: compose('packages/data'),
  },
  'app/worker': {
    imports: ['packages/contracts', 'packages/services', 'packages/observability'],
    onlyIn: {
      ...compose('packages/data', 'packages/engine', 'packages/importers'),
      'src/pool/': ['packages/engine'],
      // gives the queue its schema with the owner's rights
      'src/queue.ts': ['packages/data'],
    },
  },
  'app/cli': {
    imports: ['packages/contracts', 'packages/engine', 'packages/importers', 'app/worker'],
    onlyIn: compose('packages/data', 'packages/services', 'packages/observability', 'app/api'),
  },
  'app/frontend': {
    imports: ['packages/contracts'],
    // browser tests run against the real processes
    onlyIn: {
      'test/': ['packages/data', 'packages/services', 'packages/observability', 'app/api', 'app/worker'],
    },
  },
  bench: {
    imports: ['packages/contracts', 'packages/engine', 'packages/importers', 'app/cli'],
    // a benchmark of the whole pipeline composes it as a process would
    onlyIn: {
      'src/import': ['packages/data', 'packages/services', 'packages/observability', 'app/api', 'app/worker'],
      'src/reorder': ['packages/data', 'packages/services', 'packages/observability'],
      'src/api': ['packages/data', 'packages/services', 'packages/observability', 'app/api', 'app/worker'],
    },
  },
};

/** Packages that may be used in one place only, each with the place. */
export const exclusivePackages: Readonly<Record<string, readonly string[]>> = {
  pg: ['packages/data', 'app/cli/src/postgres', 'app/cli/src/serve', 'scripts', 'bench'],
  'pg-boss': ['app/worker'],
  fastify: ['app/api', 'bench'],
};

/** Files that may read `process.env`: configuration, entry points, build scripts and tests. */
export const environmentReaders = /(^|\/)(config[^/]*\.ts|bin\/|scripts\/|test\/|.*\.test\.ts$)|^bench\//;
