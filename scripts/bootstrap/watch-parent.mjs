import { readFileSync } from 'node:fs';

const intervalMs = 300;

/** Parent of a process, or undefined where there is no /proc. */
function findParent(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ')[1]);
  } catch {
    return undefined;
  }
}

function isShellOfNpm(pid) {
  try {
    const [program, flag] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return /(^|\/)(sh|dash|bash|ash)$/.test(program) && flag === '-c';
  } catch {
    return false;
  }
}

/**
 * Calls `onGone` when the npm that started us has ended: `kill` of npm reaches neither its shell nor us.
 * Where npm's shell stays between npm and us, that shell's parent is watched too. Not started by npm: nothing
 * is watched, so that a process put in the background outlives its terminal. Answers how to stop watching.
 */
export function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const grandparent = isShellOfNpm(parent) ? findParent(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (grandparent === undefined || findParent(parent) === grandparent)) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
