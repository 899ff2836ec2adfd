import { Id, Member, Role } from '@ordernimbus/contracts';
import { changeRole, listMembers, removeMember } from '@ordernimbus/services';
import { Type } from 'typebox';
import { type ApiInstance, contextOf } from '../../context.ts';

const params = Type.Object({ userId: Id });

export async function memberRoutes(app: ApiInstance): Promise<void> {
  app.get(
    '/members',
    { schema: { response: { 200: Type.Object({ items: Type.Array(Member) }) } } },
    (request) => listMembers(contextOf(request)),
  );

  app.patch(
    '/members/:userId',
    { schema: { params, body: Type.Object({ role: Role }), response: { 200: Member } } },
    (request) => changeRole(contextOf(request), { userId: request.params.userId, role: request.body.role }),
  );

  app.delete(
    '/members/:userId',
    { schema: { params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await removeMember(contextOf(request), request.params);
      return reply.code(204).send(null);
    },
  );
}
