import { type Role, type Scope, scopesOfRole } from '@ordernimbus/contracts';
import type { Actor } from '../context.ts';

/** Who a request comes from, after its token or key was checked. */
export interface Principal {
  readonly tenantId: string;
  readonly actor: Actor;
  /** null for API keys */
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
}

export function principalOfUser(user: {
  tenantId: string;
  userId: string;
  name: string;
  role: Role;
}): Principal {
  return {
    tenantId: user.tenantId,
    actor: { kind: 'user', userId: user.userId, name: user.name },
    role: user.role,
    scopes: scopesOfRole[user.role],
  };
}
