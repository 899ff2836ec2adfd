import type { Import, ImportMapping } from '@ordernimbus/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { importQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { showToast } from '../../ui/toast.tsx';

type Action =
  | { readonly verb: 'start' | 'cancel' | 'undo' }
  | { readonly verb: 'mapping'; readonly mapping: ImportMapping };

/** What can be done with one import; the answer is the import as it then stands. */
export function useImportAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: Action) =>
      action.verb === 'mapping'
        ? request<Import>(`/v1/imports/${id}/mapping`, { method: 'PUT', body: action.mapping })
        : request<Import>(`/v1/imports/${id}/${action.verb}`, { method: 'POST', body: {} }),
    onSuccess: async (answer) => {
      client.setQueryData(importQuery(id).queryKey, answer);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['imports'] }),
        client.invalidateQueries({ queryKey: ['freshness'] }),
      ]);
    },
    onError: (error, { verb }) => {
      if (verb === 'mapping') void client.invalidateQueries({ queryKey: ['import', id] });
      else showToast(error.message, { failed: true });
    },
  });
}
