import { type ReorderExplanation, ServiceError } from '@ordernimbus/contracts';
import {
  addEditedKeys,
  createEditedLines,
  readPlanningBasis,
  readReorderInputs,
  readReorderLines,
} from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { composeSteps } from './compose-steps.ts';
import { computeLine, hasRun } from './compute-line.ts';
import { mapLine } from './map-line.ts';

export interface ExplainReorderInput {
  readonly itemId: number;
  readonly locationId: number;
}

/**
 * A line with each number opened into formula and inputs. The numbers are computed again from the same inputs by the same
 * code that wrote the line, so they are the line's, or, in the seconds of a recompute, what it is about to become.
 */
export async function explainReorder(ctx: Context, input: ExplainReorderInput): Promise<ReorderExplanation> {
  requireScope(ctx, 'read');
  return inTenant(ctx, async (tx) => {
    const basis = await readPlanningBasis(tx);
    const [row] = await readReorderLines(tx, [input]);
    if (!row || !hasRun(basis)) {
      throw new ServiceError(
        'not_found',
        'There is no reorder line for this item at this location. It appears once there is a forecast or stock.',
      );
    }
    await createEditedLines(tx);
    await addEditedKeys(tx, [input]);
    const [inputs] = await readReorderInputs(tx, {
      runId: basis.runId,
      of: 'edited',
      after: { itemId: 0, locationId: 0 },
      limit: 1,
    });
    const computed = inputs && computeLine(inputs, basis);
    if (!inputs || !computed) {
      throw new ServiceError('not_found', 'This line is gone: the item is no longer sold and none is left.');
    }
    return {
      line: mapLine({ ...row, ...computed.line }),
      steps: composeSteps(inputs, computed, basis),
    };
  });
}
