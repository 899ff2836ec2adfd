import { writeFileSync } from 'node:fs';
import { lockfilePath, readLockfile } from './lockfile/lockfile.ts';
import { completeLockfile, findMissingEntries } from './lockfile/missing-platforms.ts';

const lockfile = readLockfile();
const missing = findMissingEntries(lockfile);
for (const { key, entry } of missing) console.log(`added ${key} ${entry.version}`);
writeFileSync(lockfilePath, `${JSON.stringify(completeLockfile(lockfile, missing), null, 2)}\n`);
