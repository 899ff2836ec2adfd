import {
  deleteOldReorderLines,
  lockReorder,
  type ReorderLineInsert,
  raiseDataVersion,
  readPlanningBasis,
  readReorderInputs,
  type TenantTransaction,
  upsertReorderLines,
  withTenant,
} from '@ordernimbus/data';
import { forgetVersion } from '../cache/index.ts';
import type { Platform } from '../context.ts';
import { createBreather } from '../runs/breathe.ts';
import { computeLine, hasRun, type PlanningBasis } from './compute-line.ts';

/** Lines of one transaction, and of one read of inputs. */
export const pieceSize = 500;

export interface LineKeyLike {
  readonly itemId: number;
  readonly locationId: number;
}
/** Before the first line. */
export const start: LineKeyLike = { itemId: 0, locationId: 0 };

/** Computes and writes the next piece; the key to go on after, undefined when there is no more. */
async function recomputePiece(
  tx: TenantTransaction,
  basis: PlanningBasis,
  of: 'planned' | 'edited',
  after: LineKeyLike,
): Promise<{ next: LineKeyLike | undefined; lines: number }> {
  const inputs = await readReorderInputs(tx, { runId: basis.runId, of, after, limit: pieceSize });
  const lines: ReorderLineInsert[] = [];
  const breathe = createBreather();
  for (const input of inputs) {
    await breathe();
    // an edited item may have neither a forecast nor stock: then there is nothing to plan yet
    if (input.ok === null && input.onHand === null) continue;
    const computed = computeLine(input, basis);
    if (computed) lines.push(computed.line);
  }
  await upsertReorderLines(tx, { runId: basis.runId, lines });
  return { next: inputs.length < pieceSize ? undefined : inputs.at(-1), lines: lines.length };
}

/** Lines of the edited rows, in the transaction of the edit. */
export async function recomputeEdited(tx: TenantTransaction, basis: PlanningBasis): Promise<void> {
  let after: LineKeyLike | undefined = start;
  while (after) after = (await recomputePiece(tx, basis, 'edited', after)).next;
}

const basisKey = (basis: PlanningBasis): string => JSON.stringify([basis.runId, basis.defaults]);

/**
 * All lines of a shop, after a run, an import of stock or a change of the shop's defaults. Pieces are transactions of
 * their own, so an edit waits for one piece and never for the whole; each reads its inputs after taking the turn, so it
 * writes what is true then. Killed or run twice it leaves the same lines. When the run or the defaults change
 * meanwhile, it begins again with them. @returns the number of lines
 */
export async function recomputeReorder(
  platform: Platform,
  input: { tenantId: string; signal?: AbortSignal },
): Promise<number> {
  const { database } = platform;
  const { tenantId } = input;
  let started = false;
  let key = '';
  let after: LineKeyLike | undefined = start;
  let lines = 0;
  for (;;) {
    input.signal?.throwIfAborted();
    const done = await withTenant(database, tenantId, async (tx) => {
      await lockReorder(tx);
      const basis = await readPlanningBasis(tx);
      const nowKey = hasRun(basis) ? basisKey(basis) : '';
      if (!started || nowKey !== key) {
        started = true;
        key = nowKey;
        after = start;
        lines = 0;
      }
      if (hasRun(basis) && after) {
        const piece = await recomputePiece(tx, basis, 'planned', after);
        after = piece.next;
        lines += piece.lines;
        return false;
      }
      await deleteOldReorderLines(tx, basis?.runId ?? null);
      await raiseDataVersion(tx);
      return true;
    });
    if (done) break;
  }
  forgetVersion(database, tenantId);
  return lines;
}
