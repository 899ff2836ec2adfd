import { TenantJob } from '@ordernimbus/contracts';
import { type JobTools, type Platform, recomputeReorder } from '@ordernimbus/services';

/** Computes every line of a shop anew: after a run, an import of stock or a change of the shop's defaults. */
export const reorderRecomputeJob = {
  name: 'reorder-recompute',
  schema: TenantJob,
  async handle(platform: Platform, payload: TenantJob, tools: JobTools): Promise<void> {
    const lines = await recomputeReorder(platform, { tenantId: payload.tenantId, signal: tools.signal });
    tools.log.info({ tenantId: payload.tenantId, lines }, 'reorder lines computed');
  },
};
