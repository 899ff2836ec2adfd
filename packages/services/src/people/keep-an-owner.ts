import { ServiceError } from '@ordernimbus/contracts';
import { lockOwners, type TenantTransaction } from '@ordernimbus/data';

/** A shop without an owner could never be managed again. */
export async function keepAnOwner(tx: TenantTransaction, leavingUserId: string): Promise<void> {
  const owners = await lockOwners(tx, tx.tenantId);
  if (owners.length === 1 && owners[0] === leavingUserId) {
    throw new ServiceError(
      'conflict',
      'This is the last owner of the shop. Make somebody else an owner first.',
    );
  }
}
