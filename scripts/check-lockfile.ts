import { findLockfileFaults } from './lockfile/find-faults.ts';
import { readLockfile, root } from './lockfile/lockfile.ts';

const faults = findLockfileFaults(readLockfile(), root);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('package-lock.json is complete and names no registry');
