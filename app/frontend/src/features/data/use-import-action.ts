import type { Import, ImportMapping } from '@ordernimbus/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { importQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { showToast } from '../../ui/toast.tsx';

type Action =
  | { readonly verb: 'start' | 'cancel' | 'undo' }
  | { readonly verb: 'mapping'; readonly mapping: ImportMapping }
  | { readonly verb: 'sheet'; readonly sheet: string };

function send(id: string, action: Action): Promise<Import> {
  const path = `/v1/imports/${id}/${action.verb}`;
  if (action.verb === 'mapping') return request<Import>(path, { method: 'PUT', body: action.mapping });
  if (action.verb === 'sheet') return request<Import>(path, { method: 'PUT', body: { sheet: action.sheet } });
  return request<Import>(path, { method: 'POST', body: {} });
}

const sheetOf = (item: Import | undefined): string | undefined => item?.inspection?.workbook?.sheet;

/** What can be done with one import; the answer is the import as it then stands. */
export function useImportAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: Action) => send(id, action),
    onSuccess: async (answer, { verb }) => {
      const { queryKey } = importQuery(id);
      // a preview that comes after another sheet was chosen is of the one before
      const isLate = verb === 'mapping' && sheetOf(answer) !== sheetOf(client.getQueryData(queryKey));
      if (isLate) await client.invalidateQueries({ queryKey });
      else client.setQueryData(queryKey, answer);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['imports'] }),
        client.invalidateQueries({ queryKey: ['freshness'] }),
      ]);
    },
    onError: (error, { verb }) => {
      if (verb === 'mapping') void client.invalidateQueries({ queryKey: ['import', id] });
      else if (verb !== 'sheet') showToast(error.message, { failed: true });
    },
  });
}
