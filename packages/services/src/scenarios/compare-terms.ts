import {
  ServiceError,
  type TermsLine,
  type TermsScenario,
  type TermsScenarioInput,
} from '@ordernimbus/contracts';
import {
  type ReorderInputRow,
  readLineNames,
  readPlanningBasis,
  readReorderInputs,
  type TenantTransaction,
} from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { inTurnOfLines } from '../forecasts/in-turn.ts';
import { noForecastYet } from '../forecasts/no-forecast.ts';
import { hasRun } from '../reorder/compute-line.ts';
import { type LineKeyLike, pieceSize, start } from '../reorder/recompute-reorder.ts';
import { selectLines } from '../reorder/select-lines.ts';
import { createBreather } from '../runs/breathe.ts';
import { type ComparedLine, compareLine } from './terms-line.ts';
import { createFirstLines } from './terms-order.ts';
import { createTermsTotals } from './terms-totals.ts';

export interface CompareTermsInput extends TermsScenarioInput {
  /** aborted when whoever asked has left */
  readonly signal?: AbortSignal;
}

function stopIfLeft(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new ServiceError('cancelled', 'The scenario was given up, because whoever asked for it left.');
}

/** Inputs of the selected lines, piece by piece: the database reads the next one while this one is computed. */
async function* readAhead(tx: TenantTransaction, runId: string): AsyncGenerator<ReorderInputRow[]> {
  const read = (after: LineKeyLike) => {
    const piece = readReorderInputs(tx, { runId, of: 'edited', after, limit: pieceSize });
    // nobody may be waiting any more when it fails
    piece.catch(() => {});
    return piece;
  };
  let next: Promise<ReorderInputRow[]> | undefined = read(start);
  while (next) {
    const inputs: ReorderInputRow[] = await next;
    const last = inputs.at(-1);
    next = last && inputs.length === pieceSize ? read(last) : undefined;
    yield inputs;
  }
}

async function named(tx: TenantTransaction, lines: readonly ComparedLine[]): Promise<TermsLine[]> {
  const rows = await readLineNames(tx, lines);
  const names = new Map(rows.map((row) => [`${row.itemId}:${row.locationId}`, row]));
  return lines.flatMap(({ stockOutDay, beyondDays: _, ...line }) => {
    const name = names.get(`${line.itemId}:${line.locationId}`);
    return name ? [{ ...line, ...name, daysToStockOut: stockOutDay }] : [];
  });
}

/**
 * What other terms of ordering would do to reorder lines: both plans of each line from the same inputs, by the code that
 * writes the reorder list. An edit that is made meanwhile is in both plans of a line or in neither. Stores nothing.
 * @throws ServiceError `not_found` where there is no forecast, or for explicit rows that the shop does not have; `cancelled`
 */
export async function compareTerms(ctx: Context, input: CompareTermsInput): Promise<TermsScenario> {
  requireScope(ctx, 'read');
  const { sort = 'changed', of = 'difference', direction = 'desc', limit = 200, signal } = input;
  return inTurnOfLines(() => {
    // while it waited for its turn
    stopIfLeft(signal);
    return inTenant(ctx, async (tx) => {
      const basis = await readPlanningBasis(tx);
      if (!hasRun(basis)) throw noForecastYet();
      await selectLines(tx, input.selection, 'Reload the list.');
      const totals = createTermsTotals();
      const first = createFirstLines({ sort, of, direction, limit });
      const breathe = createBreather();
      for await (const inputs of readAhead(tx, basis.runId)) {
        for (const row of inputs) {
          await breathe();
          stopIfLeft(signal);
          const line = compareLine(row, basis, input.set);
          totals.add(line);
          if (line) first.add(line);
        }
      }
      return {
        runId: basis.runId,
        cutoff: basis.cutoff,
        lines: await named(tx, first.lines()),
        ...totals.sums(),
      };
    });
  });
}
