import type { CalendarImported } from '@ordernimbus/contracts';
import { useMutation } from '@tanstack/react-query';
import { FileDown, FileUp } from 'lucide-react';
import { useRef } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { download, request, saveBlob } from '../../api/request.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatNumber, plural } from '../../ui/format/numbers.ts';
import { showToast } from '../../ui/toast.tsx';
import { FormError } from '../auth/form-error.tsx';
import { useCalendarChanged } from './use-calendar-changed.ts';

const template = `kind,name,item,category,location,from,to,discount,price,closed
promotion,Spring offer,SKU-1,,,2026-03-01,2026-03-14,20,,
event,Summer fair,,,,2026-07-04,2026-07-05,,,
price,,SKU-1,,,2026-09-01,,,2.50,
`;

/** Sends a file of entries; what is wrong with it is told by line and column. */
export function FileDialog({ onClose }: { readonly onClose: () => void }) {
  const tellAll = useCalendarChanged();
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: (file: File) =>
      request<CalendarImported>('/v1/calendar/entries.csv', { method: 'POST', file }),
    onSuccess: async ({ added, changed, rows }) => {
      const same = rows - added - changed;
      showToast(
        `${plural(added, 'entry', 'entries')} added, ${formatNumber(changed)} changed${same > 0 ? `, ${formatNumber(same)} as before` : ''}`,
      );
      onClose();
      await tellAll();
    },
  });
  const places = send.error instanceof ApiError ? send.error.places : [];
  return (
    <Dialog
      open
      onClose={onClose}
      title="Entries from a file"
      description="CSV with one row for each entry. Rows that are here already are changed; with one wrong row nothing is."
    >
      <div className="space-y-4">
        <p className="text-sm text-ink-2">
          Columns: kind (promotion, event or price), name, item (its SKU), category, location (its code),
          from, to, discount (percent), price, closed (yes). Days as 2026-03-01.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            icon={FileUp}
            busy={send.isPending}
            onClick={() => input.current?.click()}
          >
            {send.isPending ? 'Reading…' : 'Choose a file'}
          </Button>
          <Button
            icon={FileDown}
            onClick={() => saveBlob(new Blob([template], { type: 'text/csv' }), 'calendar-template.csv')}
          >
            Template
          </Button>
          <Button
            icon={FileDown}
            onClick={() =>
              download('/v1/calendar/entries.csv', 'calendar.csv').catch((error: Error) =>
                showToast(error.message, { failed: true }),
              )
            }
          >
            What is here
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,text/csv"
          aria-label="File of entries"
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) send.mutate(file);
          }}
        />
        <FormError error={send.error} />
        {places.length > 0 && (
          <table className="w-full text-sm">
            <thead className="text-ink-2">
              <tr className="border-b border-line">
                <th scope="col" className="py-1.5 pr-3 text-right font-medium">
                  Line
                </th>
                <th scope="col" className="py-1.5 pr-3 text-left font-medium">
                  Column
                </th>
                <th scope="col" className="py-1.5 text-left font-medium">
                  What is wrong
                </th>
              </tr>
            </thead>
            <tbody>
              {places.map(({ row, column, message }) => (
                <tr key={`${row}-${column}-${message}`} className="border-b border-line align-top">
                  <td className="num py-1.5 pr-3 text-right">{row ?? ''}</td>
                  <td className="py-1.5 pr-3">{column ?? ''}</td>
                  <td className="py-1.5 break-words">{message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}
