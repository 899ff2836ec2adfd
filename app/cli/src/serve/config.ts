import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { defaultPort } from '../default-port.ts';
import { sharedStateDir } from '../postgres/index.ts';
import { ServeError } from './errors.ts';

export interface ServeConfig {
  /** Everything that lasts: database, uploaded files, secrets, logs. */
  readonly dataDir: string;
  readonly port: number;
  /** False: the default port, and the next free one will do. */
  readonly portIsWanted: boolean;
  /** A PostgreSQL of the person's own, in place of the bundled one. */
  readonly databaseUrl: string | undefined;
  readonly loadsSample: boolean;
  /** False: the API alone, without the web application. */
  readonly servesWeb: boolean;
  /** The command that started us: we end when it does. */
  readonly parentPid: number | undefined;
  /** Read further by the parts that we compose. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ServeFlags {
  readonly port?: string;
  readonly data?: string;
  readonly sample: boolean;
  readonly web: boolean;
}

function defaultDataDir(environment: ServeConfig['environment']): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/OrderNimbus');
  if (environment.XDG_DATA_HOME && isAbsolute(environment.XDG_DATA_HOME)) {
    return join(environment.XDG_DATA_HOME, 'ordernimbus');
  }
  // root's home is closed to the user that the database runs as
  if (process.getuid?.() === 0) return join(sharedStateDir, 'data');
  return join(homedir(), '.local/share/ordernimbus');
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new ServeError(
    `The port "${text}" is not a number from 1 to 65535: give another, or none for ${defaultPort}.`,
  );
}

function readDatabaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const protocol = URL.canParse(text) ? new URL(text).protocol : undefined;
  if (protocol === 'postgres:' || protocol === 'postgresql:') return text;
  throw new ServeError(
    'DATABASE_URL is not a PostgreSQL URL: write it as postgres://user:password@host:5432/database, or unset it for the bundled server.',
  );
}

export function readServeConfig(
  flags: ServeFlags,
  environment: ServeConfig['environment'] = process.env,
): ServeConfig {
  const port = flags.port ?? (environment.PORT || undefined);
  const dataDir = flags.data ?? (environment.ORDERNIMBUS_DATA || undefined);
  return Object.freeze({
    dataDir: dataDir ? resolve(dataDir) : defaultDataDir(environment),
    port: port === undefined ? defaultPort : readPort(port),
    portIsWanted: port !== undefined,
    databaseUrl: readDatabaseUrl(environment.DATABASE_URL),
    loadsSample: flags.sample,
    servesWeb: flags.web,
    parentPid: Number(environment.ORDERNIMBUS_PARENT_PID) || undefined,
    environment: { ...environment },
  });
}
