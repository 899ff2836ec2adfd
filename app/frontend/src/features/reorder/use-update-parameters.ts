import type {
  ReorderExplanation,
  ReorderLine,
  ReorderParametersPatch,
  ReorderTotals,
  ReorderUpdate,
} from '@ordernimbus/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { reorderExplanationQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { plural } from '../../ui/format/numbers.ts';
import { showToast } from '../../ui/toast.tsx';

interface Answer {
  readonly updated: number;
  readonly totals: ReorderTotals;
}

/** What the line had before, as a patch that puts it back. */
function patchBack(line: ReorderLine, set: ReorderParametersPatch): ReorderParametersPatch {
  const before: Record<string, unknown> = {};
  for (const name of Object.keys(set) as (keyof ReorderParametersPatch)[]) before[name] = line[name] ?? null;
  if ('onHand' in before) before.onHand = line.onHand ?? 0;
  if ('onOrder' in before) before.onOrder = line.onOrder ?? 0;
  return before as ReorderParametersPatch;
}

/** Changes planning parameters; where the rows are known, the change shows at once and can be taken back. */
export function useUpdateParameters() {
  const client = useQueryClient();
  const post = (update: ReorderUpdate) =>
    request<Answer>('/v1/reorder/parameters', { method: 'POST', body: update });
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['reorder'] }),
      client.invalidateQueries({ queryKey: ['home'] }),
    ]);
  return useMutation({
    mutationFn: ({ update }: { update: ReorderUpdate; known: readonly ReorderLine[] }) => post(update),
    onMutate: ({ update, known }) => {
      for (const line of known) {
        client.setQueryData<ReorderExplanation>(
          reorderExplanationQuery(line.itemId, line.locationId).queryKey,
          (shown) => shown && { ...shown, line: { ...shown.line, ...update.set } as ReorderLine },
        );
      }
    },
    onSuccess: ({ updated }, { update, known }) => {
      const canUndo = 'rows' in update.selection && known.length === update.selection.rows.length;
      const undo = async () => {
        try {
          for (const line of known) {
            const { itemId, locationId } = line;
            await post({ selection: { rows: [{ itemId, locationId }] }, set: patchBack(line, update.set) });
          }
          showToast('Taken back');
        } catch (error) {
          showToast(error instanceof Error ? error.message : 'It could not be taken back.', { failed: true });
        }
        await refresh();
      };
      showToast(`Changed ${plural(updated, 'line')}`, canUndo ? { undo } : {});
    },
    onError: (error) => showToast(error.message, { failed: true }),
    onSettled: refresh,
  });
}
