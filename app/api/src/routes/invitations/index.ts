import { Id, Invitation, InvitationCreated, InviteInput } from '@ordernimbus/contracts';
import { invite, listInvitations, revokeInvitation } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

export async function invitationRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/invitations',
    { schema: { response: { 200: Type.Object({ items: Type.Array(Invitation) }) } } },
    (request) => listInvitations(contextOf(request)),
  );

  app.post(
    '/invitations',
    { config: { secretAnswer: true }, schema: { body: InviteInput, response: { 201: InvitationCreated } } },
    async (request, reply) => {
      const created = await invite(contextOf(request), request.body);
      reply.code(201);
      return created;
    },
  );

  app.delete(
    '/invitations/:id',
    { schema: { params: Type.Object({ id: Id }), response: { 204: Type.Null() } } },
    async (request, reply) => {
      await revokeInvitation(contextOf(request), request.params);
      return reply.code(204).send(null);
    },
  );
}
