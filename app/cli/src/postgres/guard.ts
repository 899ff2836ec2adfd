import { type ChildProcess, spawn } from 'node:child_process';
import { bareEnvironment, type Identity } from './identity.ts';

/*
 * The server must not outlive us, even after kill -9. So it is the child of a shell whose standard input is
 * a pipe from us: when we end, however, the pipe ends, and the shell stops the server. The shell also ends
 * when the server ends by itself (or never starts), so it cannot stay behind waiting for a pipe.
 * It has a session of its own, or Ctrl-C in the terminal would stop the server before its clients.
 */
const script = `
remove=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( while read -r line <&3; do :; done; kill -INT $server 2>/dev/null ) &
watcher=$!
wait $server
status=$?
kill $watcher 2>/dev/null
cd /
[ -z "$remove" ] || rm -rf -- "$remove"
exit $status
`;

export interface GuardOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly identity: Identity | undefined;
  /** File descriptor that takes the server's messages. */
  readonly logFd: number;
  /** Folder that goes when the server has ended. */
  readonly removeAfter: string | undefined;
}

export interface GuardedServer {
  readonly process: ChildProcess;
  /** Settles when the server has ended, with its exit status. */
  readonly ended: Promise<number | null>;
}

export function spawnGuarded(options: GuardOptions): GuardedServer {
  const child = spawn(
    '/bin/sh',
    ['-c', script, 'sh', options.removeAfter ?? '', options.program, ...options.args],
    {
      ...options.identity,
      cwd: options.cwd,
      env: bareEnvironment,
      stdio: ['pipe', options.logFd, options.logFd],
      detached: true,
    },
  );
  // the pipe breaks when the shell ends first; `ended` tells that
  child.stdin?.on('error', () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status));
  });
  ended.catch(() => {});
  return { process: child, ended };
}
