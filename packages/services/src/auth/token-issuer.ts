import type { Role, Session } from '@ordernimbus/contracts';
import { createSigner } from 'fast-jwt';
import type { SigningKey } from './signing-key.ts';

export const accessTokenSeconds = 600;

/** Issues short RS256 access tokens; the local stand-in for an identity provider. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: { readonly keys: readonly object[] };
  issue(who: { userId: string; tenantId: string; role: Role; name: string }, now: Date): Session;
}

export function createTokenIssuer(options: {
  key: SigningKey;
  issuer: string;
  audience: string;
}): TokenIssuer {
  const { key, issuer, audience } = options;
  const sign = createSigner({
    algorithm: 'RS256',
    key: key.privatePem,
    kid: key.kid,
    iss: issuer,
    aud: audience,
    noTimestamp: true,
  });
  return {
    issuer,
    audience,
    jwks: { keys: [key.jwk] },
    issue(who, now) {
      const iat = Math.floor(now.getTime() / 1000);
      const claims = {
        sub: who.userId,
        tenant_id: who.tenantId,
        role: who.role,
        name: who.name,
        iat,
        exp: iat + accessTokenSeconds,
      };
      return { accessToken: sign(claims), expiresInSeconds: accessTokenSeconds };
    },
  };
}
