import { randomUUID } from 'node:crypto';
import { ServiceError, type SignUpInput } from '@ordernimbus/contracts';
import { insertMember, insertTenant, insertUser, withPlatform } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { checkCurrency, checkTimeZone } from '../tenants/check-settings.ts';
import { hashPassword } from './password.ts';
import { type AuthContext, type OpenedSession, openSession } from './session.ts';

/** Makes a shop and its owner, and signs the owner in. */
export async function signUp(auth: AuthContext, input: SignUpInput): Promise<OpenedSession> {
  const { platform } = auth;
  const currency = input.currency ?? 'USD';
  const timeZone = input.timeZone ?? 'UTC';
  checkCurrency(currency);
  checkTimeZone(timeZone);
  const passwordHash = await hashPassword(input.password);
  const email = input.email.toLowerCase();
  const tenantId = randomUUID();
  const userId = randomUUID();
  return withPlatform(platform.platformDatabase, async (tx) => {
    if (!(await insertUser(tx, { userId, email, name: input.name, passwordHash }))) {
      throw new ServiceError(
        'conflict',
        'There is an account with this e-mail address already. Sign in instead.',
        {
          places: [{ field: 'email', message: 'has an account already' }],
        },
      );
    }
    await insertTenant(tx, { tenantId, name: input.tenantName, currency, timeZone });
    await insertMember(tx, { tenantId, userId, role: 'owner', email, name: input.name });
    const actor = { kind: 'user', userId, name: input.name } as const;
    await writeAudit(tx, { platform, tenantId, actor }, { action: 'tenant.created', subject: tenantId });
    return openSession(tx, auth, { tenantId, userId, role: 'owner', name: input.name });
  });
}
