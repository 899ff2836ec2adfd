import type { Invitation, Member } from '@ordernimbus/contracts';
import type { InvitationRow, MemberRow } from '@ordernimbus/data';

export function mapMember(row: MemberRow): Member {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

export function mapInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
