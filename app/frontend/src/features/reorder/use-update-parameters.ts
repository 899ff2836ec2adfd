import type {
  ReorderExplanation,
  ReorderLine,
  ReorderUndone,
  ReorderUpdate,
  ReorderUpdated,
} from '@ordernimbus/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { reorderExplanationQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { plural } from '../../ui/format/numbers.ts';
import { showToast } from '../../ui/toast.tsx';

/** Changes planning parameters; where the rows are known, the change shows at once. Every change can be taken back. */
export function useUpdateParameters() {
  const client = useQueryClient();
  const post = (update: ReorderUpdate) =>
    request<ReorderUpdated>('/v1/reorder/parameters', { method: 'POST', body: update });
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
    onSuccess: ({ updated, editId }) => {
      const undo = async () => {
        try {
          const { restored, changedSince } = await request<ReorderUndone>(
            `/v1/reorder/edits/${editId}/undo`,
            { method: 'POST' },
          );
          const kept = changedSince > 0 ? `; ${plural(changedSince, 'line')} changed since and kept` : '';
          showToast(`Taken back for ${plural(restored, 'line')}${kept}`);
        } catch (error) {
          showToast(error instanceof Error ? error.message : 'It could not be taken back.', { failed: true });
        }
        await refresh();
      };
      showToast(`Changed ${plural(updated, 'line')}`, editId ? { undo } : {});
    },
    onError: (error) => showToast(error.message, { failed: true }),
    onSettled: refresh,
  });
}
