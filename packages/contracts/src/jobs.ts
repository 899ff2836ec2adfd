import { type Static, Type } from 'typebox';
import { Id } from './common.ts';

/** Payloads of background jobs: names of rows, never data. */
export const TenantJob = Type.Object({ tenantId: Id });
export type TenantJob = Static<typeof TenantJob>;
export const ImportJob = Type.Object({ tenantId: Id, importId: Id });
export type ImportJob = Static<typeof ImportJob>;
export const ForecastRunJob = Type.Object({ tenantId: Id, runId: Id });
export type ForecastRunJob = Static<typeof ForecastRunJob>;
