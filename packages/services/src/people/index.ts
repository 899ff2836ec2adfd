export * from './accept-invitation.ts';
export * from './change-role.ts';
export * from './get-me.ts';
export * from './invite.ts';
export * from './list-invitations.ts';
export * from './list-members.ts';
export * from './remove-member.ts';
export * from './revoke-invitation.ts';
