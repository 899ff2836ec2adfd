import { type Role, ServiceError } from '@ordernimbus/contracts';
import { createDecoder, createVerifier } from 'fast-jwt';
import { LRUCache } from 'lru-cache';
import type { KeySource } from './jwks.ts';
import { type Principal, principalOfUser } from './principal.ts';

export interface TokenVerifierOptions {
  readonly issuer: string;
  /** must stand in `aud`, or in `client_id` where the issuer writes no audience (Cognito access tokens) */
  readonly audience: string;
  readonly keys: KeySource;
  readonly now?: () => number;
}

export interface TokenVerifier {
  /** Plain result when the token was seen before: no promise, no cryptography. */
  verify(token: string): Principal | Promise<Principal>;
  /** The same of a whole header `Bearer <token>`; the headers of busy callers are found by comparing, not by hashing. */
  verifyHeader(authorization: string): Principal | Promise<Principal>;
}

/** A header whose token was checked, in the place that its last characters give. */
interface RecentHeader extends Cached {
  readonly authorization: string;
}

/** Places for headers; two busy callers in one place only cost each other a look-up. A power of two. */
const places = 1024;

/** Place of a header: the end of a signature is as good as random. */
function placeOf(authorization: string): number {
  const end = authorization.length;
  const a = authorization.charCodeAt(end - 2);
  const b = authorization.charCodeAt(end - 3);
  return (a * 61 + b * 7 + authorization.charCodeAt(end - 4)) & (places - 1);
}

interface Cached {
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

type Claims = Record<string, unknown>;

const refusal = (cause?: unknown) =>
  new ServiceError('unauthenticated', 'The sign-in is not valid or has expired. Sign in again.', { cause });

/**
 * Checks RS256 access tokens: signature by the key that `kid` names, issuer, audience, expiry; then reads who it is.
 * A checked token is remembered until it expires (at most 10 minutes), because checking a signature costs more
 * than the rest of a cached read.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const now = options.now ?? Date.now;
  const recent: (RecentHeader | undefined)[] = new Array(places);
  const seen = new LRUCache<string, Cached>({ max: 20_000 });
  const decode = createDecoder({ complete: true });
  const verifiers = new LRUCache<string, (token: string) => Claims>({ max: 20 });

  const verifierFor = (pem: string): ((token: string) => Claims) => {
    const known = verifiers.get(pem);
    if (known) return known;
    const verifier = createVerifier({
      key: pem,
      algorithms: ['RS256'],
      allowedIss: options.issuer,
      requiredClaims: ['sub', 'exp', 'iss'],
    }) as (token: string) => Claims;
    verifiers.set(pem, verifier);
    return verifier;
  };

  const check = (token: string, pem: string | undefined): Principal => {
    if (pem === undefined) throw refusal();
    let claims: Claims;
    try {
      claims = verifierFor(pem)(token);
    } catch (error) {
      throw refusal(error);
    }
    const expiresAtMs = Number(claims.exp) * 1000;
    if (!(expiresAtMs > now())) throw refusal();
    const principal = principalOfClaims(claims, options.audience);
    seen.set(token, { principal, expiresAtMs: Math.min(expiresAtMs, now() + 600_000) });
    return principal;
  };

  const verify = (token: string): Principal | Promise<Principal> => {
    const cached = seen.get(token);
    if (cached && cached.expiresAtMs > now()) return cached.principal;
    const kid = keyIdOf(decode, token);
    const pem = options.keys.find(kid);
    return pem instanceof Promise ? pem.then((found) => check(token, found)) : check(token, pem);
  };

  return {
    verify,
    verifyHeader(authorization) {
      const place = placeOf(authorization);
      const last = recent[place];
      if (last?.authorization === authorization && last.expiresAtMs > now()) return last.principal;
      const token = authorization.slice('Bearer '.length);
      const principal = verify(token);
      const cached = seen.get(token);
      if (cached) recent[place] = { ...cached, authorization };
      return principal;
    },
  };
}

function keyIdOf(
  decode: (token: string) => { header?: { kid?: unknown; alg?: unknown } },
  token: string,
): string {
  let header: { kid?: unknown; alg?: unknown } | undefined;
  try {
    header = decode(token)?.header;
  } catch (error) {
    throw refusal(error);
  }
  if (header?.alg !== 'RS256' || typeof header.kid !== 'string') throw refusal();
  return header.kid;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Our own claims and those of a Cognito user pool (`custom:tenant_id`, `custom:role`, groups). */
function principalOfClaims(claims: Claims, audience: string): Principal {
  const audiences = [claims.aud, claims.client_id].flat();
  if (!audiences.includes(audience)) throw refusal();
  // an ID token is for the web page that asked for it, not for this API
  if (claims.token_use !== undefined && claims.token_use !== 'access') throw refusal();
  const userId = text(claims.sub);
  const tenantId = text(claims.tenant_id) ?? text(claims['custom:tenant_id']);
  const role = roleOfClaims(claims);
  if (!userId || !uuid.test(userId) || !tenantId || !uuid.test(tenantId) || !role) throw refusal();
  const name = text(claims.name) ?? text(claims.username) ?? userId;
  return principalOfUser({ userId, tenantId: tenantId.toLowerCase(), role, name });
}

const roles: readonly Role[] = ['owner', 'planner', 'viewer'];

function roleOfClaims(claims: Claims): Role | undefined {
  const direct = text(claims.role) ?? text(claims['custom:role']);
  if (direct !== undefined) return roles.find((role) => role === direct);
  const groups = claims['cognito:groups'];
  return Array.isArray(groups) ? roles.find((role) => groups.includes(role)) : undefined;
}
