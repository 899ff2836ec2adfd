import { type Static, Type } from 'typebox';
import { Id, Instant, Nullable } from './common.ts';

/** owner: everything; planner: data, runs, parameters; viewer: reads. */
export const Role = Type.Union([Type.Literal('owner'), Type.Literal('planner'), Type.Literal('viewer')]);
export type Role = Static<typeof Role>;

/** What an API key may do. A person's scopes follow from the role. */
export const scopes = ['read', 'import', 'plan', 'admin'] as const;
export const Scope = Type.Union([
  Type.Literal('read'),
  Type.Literal('import'),
  Type.Literal('plan'),
  Type.Literal('admin'),
]);
export type Scope = Static<typeof Scope>;
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  owner: ['read', 'import', 'plan', 'admin'],
  planner: ['read', 'import', 'plan'],
  viewer: ['read'],
};

const Email = Type.String({ minLength: 3, maxLength: 320, pattern: '^[^@\\s]+@[^@\\s]+$' });
const Password = Type.String({ minLength: 10, maxLength: 200 });
const Name = Type.String({ minLength: 1, maxLength: 200 });

export const SignUpInput = Type.Object({
  email: Email,
  password: Password,
  name: Name,
  tenantName: Name,
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  timeZone: Type.Optional(Type.String({ maxLength: 100 })),
});
export type SignUpInput = Static<typeof SignUpInput>;
export const SignInInput = Type.Object({
  email: Email,
  password: Type.String({ maxLength: 200 }),
  /** Which shop, for people who belong to several; the first by default. */
  tenantId: Type.Optional(Id),
});
export type SignInInput = Static<typeof SignInInput>;

export const PlanningDefaults = Type.Object({
  leadTimeDays: Type.Integer({ minimum: 0, maximum: 365 }),
  reviewDays: Type.Integer({ minimum: 1, maximum: 365 }),
  serviceLevel: Type.Number({ minimum: 0.5, maximum: 0.995 }),
});
export type PlanningDefaults = Static<typeof PlanningDefaults>;
export const Tenant = Type.Object({
  tenantId: Id,
  name: Name,
  currency: Type.String(),
  /** money is kept in the currency's smallest unit: once there is some, another currency would only relabel it */
  isCurrencyFixed: Type.Boolean(),
  timeZone: Type.String(),
  isSample: Type.Boolean(),
  planningDefaults: PlanningDefaults,
  nightlyAt: Type.String({ pattern: '^[0-2][0-9]:[0-5][0-9]$' }),
  createdAt: Instant,
});
export type Tenant = Static<typeof Tenant>;
export const TenantPatch = Type.Partial(
  Type.Object({
    name: Name,
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    timeZone: Type.String({ maxLength: 100 }),
    planningDefaults: PlanningDefaults,
    nightlyAt: Type.String({ pattern: '^[0-2][0-9]:[0-5][0-9]$' }),
  }),
  { additionalProperties: false },
);
export type TenantPatch = Static<typeof TenantPatch>;

/** Answer of sign-up, sign-in, refresh. The refresh token travels only in the cookie. */
export const Session = Type.Object({
  accessToken: Type.String(),
  expiresInSeconds: Type.Integer(),
});
export type Session = Static<typeof Session>;
export const Me = Type.Object({
  actor: Type.Union([Type.Literal('user'), Type.Literal('key')]),
  userId: Nullable(Id),
  email: Nullable(Type.String()),
  name: Type.String(),
  role: Nullable(Role),
  scopes: Type.Array(Scope),
  tenant: Tenant,
  /** every shop this person belongs to, for the switch in the top bar */
  tenants: Type.Array(Type.Object({ tenantId: Id, name: Name, role: Role })),
});
export type Me = Static<typeof Me>;

export const Member = Type.Object({
  userId: Id,
  email: Type.String(),
  name: Type.String(),
  role: Role,
  createdAt: Instant,
});
export type Member = Static<typeof Member>;
export const Invitation = Type.Object({
  id: Id,
  email: Type.String(),
  role: Role,
  createdAt: Instant,
  expiresAt: Instant,
});
export type Invitation = Static<typeof Invitation>;
export const InviteInput = Type.Object({ email: Email, role: Role });
export type InviteInput = Static<typeof InviteInput>;
/** The token is shown once, as a link; OrderNimbus stores only its hash. */
export const InvitationCreated = Type.Object({ invitation: Invitation, token: Type.String() });
export type InvitationCreated = Static<typeof InvitationCreated>;
export const AcceptInvitationInput = Type.Object({
  token: Type.String({ minLength: 20, maxLength: 200 }),
  name: Name,
  password: Password,
});
export type AcceptInvitationInput = Static<typeof AcceptInvitationInput>;

export const ApiKey = Type.Object({
  id: Id,
  name: Name,
  prefix: Type.String(),
  scopes: Type.Array(Scope),
  createdAt: Instant,
  lastUsedAt: Nullable(Instant),
  revokedAt: Nullable(Instant),
});
export type ApiKey = Static<typeof ApiKey>;
export const ApiKeyInput = Type.Object({ name: Name, scopes: Type.Array(Scope, { minItems: 1 }) });
export type ApiKeyInput = Static<typeof ApiKeyInput>;
/** `secret` is shown once. */
export const ApiKeyCreated = Type.Object({ apiKey: ApiKey, secret: Type.String() });
export type ApiKeyCreated = Static<typeof ApiKeyCreated>;
