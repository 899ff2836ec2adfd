/** Settings for a person's own machine: small at rest, quick on bulk loads, safe against a power cut. */
const common: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // no socket: the one way in is TCP on loopback with a password
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  // no replica hangs on it, so bulk loads into new tables need not be logged twice
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
};

const durable: Readonly<Record<string, string>> = { fsync: 'on', synchronous_commit: 'on' };

/** For servers that live as long as a test run. */
const throwAway: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
};

export function serverArguments(clusterDir: string, port: number, isThrowAway: boolean): string[] {
  const settings = { ...common, ...(isThrowAway ? throwAway : durable), port: String(port) };
  return [
    '-D',
    clusterDir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
