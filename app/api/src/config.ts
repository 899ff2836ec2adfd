import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** Requests a client may make at once, and how many come back each second. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

export interface RateLimits {
  /** sign-in attempts for one e-mail address from one network address */
  readonly signInPerAccount: RateLimit;
  readonly signInPerAddress: RateLimit;
  readonly signUpPerAddress: RateLimit;
  /** other requests without a sign-in */
  readonly publicPerAddress: RateLimit;
  /** requests that name nothing or whose sign-in is refused */
  readonly failuresPerAddress: RateLimit;
  readonly perTenant: RateLimit;
}

export const defaultRateLimits: RateLimits = {
  signInPerAccount: { burst: 10, perSecond: 10 / 900 },
  signInPerAddress: { burst: 60, perSecond: 60 / 900 },
  signUpPerAddress: { burst: 20, perSecond: 20 / 3600 },
  publicPerAddress: { burst: 300, perSecond: 5 },
  failuresPerAddress: { burst: 100, perSecond: 1 },
  perTenant: { burst: 1000, perSecond: 200 },
};

export interface ApiConfig {
  readonly version: string;
  /** on one's own machine: the sample shop opens without a password for loopback peers */
  readonly localMode: boolean;
  /** where people reach the application, e.g. https://shop.example.com; decides the cookie's Secure and Origin check */
  readonly publicUrl: string | undefined;
  /** number of proxies in front whose X-Forwarded-For is believed */
  readonly trustedProxies: number;
  readonly auth: {
    readonly issuer: string;
    readonly audience: string;
    /** set: tokens come from another issuer (Cognito) and the local sign-in routes do not exist */
    readonly jwksUrl: string | undefined;
  };
  /** built frontend with index.html; undefined serves the API alone */
  readonly frontendFolder: string | undefined;
  readonly bodyLimitBytes: number;
  readonly uploadLimitBytes: number;
  /** lets others than loopback peers read /metrics */
  readonly metricsToken: string | undefined;
  readonly rateLimits: RateLimits;
  /** line about the data of the sample shop */
  readonly attribution: string | null;
  /** compare every answer with its schema; for tests */
  readonly checkAnswers: boolean;
}

const Url = Type.String({ pattern: '^https?://[^\\s]+$' });
const Environment = Type.Object({
  PUBLIC_URL: Type.Optional(Url),
  TRUSTED_PROXIES: Type.Optional(Type.String({ pattern: '^[0-9]$' })),
  AUTH_ISSUER: Type.Optional(Url),
  AUTH_AUDIENCE: Type.Optional(Type.String({ minLength: 1 })),
  AUTH_JWKS_URL: Type.Optional(Url),
  METRICS_TOKEN: Type.Optional(Type.String({ minLength: 16 })),
  RATE_LIMIT_PER_SECOND: Type.Optional(Type.String({ pattern: '^[0-9]{1,7}$' })),
  UPLOAD_LIMIT_BYTES: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
});
type Environment = Static<typeof Environment>;

/** What stands in the environment; the rest comes from the process that composes the API. */
export function readApiConfig(
  environment: Readonly<Record<string, string | undefined>>,
  given: Partial<ApiConfig> & Pick<ApiConfig, 'version' | 'localMode'>,
): ApiConfig {
  const values: Environment = readEnvironment(environment);
  if (values.AUTH_JWKS_URL && !values.AUTH_ISSUER) {
    throw new Error(
      'AUTH_JWKS_URL is set but AUTH_ISSUER is not: set both, or neither for the local issuer.',
    );
  }
  return Object.freeze({
    publicUrl: values.PUBLIC_URL,
    trustedProxies: Number(values.TRUSTED_PROXIES ?? 0),
    auth: {
      issuer: values.AUTH_ISSUER ?? 'ordernimbus',
      audience: values.AUTH_AUDIENCE ?? 'ordernimbus',
      jwksUrl: values.AUTH_JWKS_URL,
    },
    frontendFolder: undefined,
    bodyLimitBytes: 1_048_576,
    uploadLimitBytes: Number(values.UPLOAD_LIMIT_BYTES ?? 4 * 1024 ** 3),
    metricsToken: values.METRICS_TOKEN,
    rateLimits: rateLimitsOf(values),
    attribution: null,
    checkAnswers: false,
    ...given,
  });
}

/** `RATE_LIMIT_PER_SECOND` is what each shop may ask for on average; five seconds' worth may come at once. */
function rateLimitsOf(values: Environment): RateLimits {
  if (values.RATE_LIMIT_PER_SECOND === undefined) return defaultRateLimits;
  const perSecond = Number(values.RATE_LIMIT_PER_SECOND);
  return { ...defaultRateLimits, perTenant: { burst: 5 * perSecond, perSecond } };
}

function readEnvironment(environment: Readonly<Record<string, string | undefined>>): Environment {
  // an empty variable is one that is not set
  const present = Object.fromEntries(
    Object.keys(Environment.properties)
      .map((name) => [name, environment[name]])
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const [error] = Value.Errors(Environment, present);
  if (error) throw new Error(`${error.instancePath.slice(1)} is not usable: ${error.message}.`);
  return present as Environment;
}
