import type { ColumnMeaning, Import, ImportMapping } from '@ordernimbus/contracts';
import { useEffect, useRef, useState } from 'react';
import { useCan } from '../../app/use-me.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format/numbers.ts';
import { ErrorState, Notice } from '../../ui/states.tsx';
import { initialMapping, missingMeanings } from './meanings.ts';
import { PreviewCard } from './preview-card.tsx';
import { ReadCard } from './read-card.tsx';
import { Rejections } from './rejections.tsx';
import { useImportAction } from './use-import-action.ts';

/** One page, three parts: what we read, what we did not understand, what will change. Then one button. */
export function ReviewImport({ item }: { readonly item: Import }) {
  const [mapping, setMapping] = useState<ImportMapping>(() => initialMapping(item));
  const check = useImportAction(item.id);
  const start = useImportAction(item.id);
  const choose = useImportAction(item.id);
  const canImport = useCan('import');
  const missing = missingMeanings(mapping);
  const { inspection, preview } = item;

  // the first look asks for the preview by itself when nothing stands in its way
  const asked = useRef(false);
  const send = check.mutate;
  useEffect(() => {
    if (asked.current || preview || !canImport || missing.length > 0) return;
    asked.current = true;
    if ((inspection?.questions.length ?? 0) === 0) send({ verb: 'mapping', mapping });
  }, [preview, canImport, missing.length, inspection, mapping, send]);

  const change = (next: ImportMapping) => {
    setMapping(next);
    if (missingMeanings(next).length === 0) send({ verb: 'mapping', mapping: next });
  };
  const changeMeaning = (index: number, meaning: ColumnMeaning) =>
    change({
      ...mapping,
      columns: [...mapping.columns.filter((column) => column.index !== index), { index, meaning }].sort(
        (a, b) => a.index - b.index,
      ),
    });
  if (!inspection) return null;
  const busy = check.isPending || choose.isPending;
  const upToDate = preview !== null && missing.length === 0 && !busy && !check.error;
  return (
    <div className="space-y-4 sm:space-y-6">
      <ReadCard
        inspection={inspection}
        mapping={mapping}
        onChange={change}
        onMeaning={changeMeaning}
        onSheet={(sheet) => choose.mutate({ verb: 'sheet', sheet })}
        sheetError={choose.error?.message}
        disabled={!canImport || choose.isPending}
      />
      {missing.length > 0 && <Notice tone="amber">{missing.join(' ')} Choose it above the columns.</Notice>}
      {check.error && <ErrorState compact error={check.error} />}
      {preview && (
        <>
          <Rejections importId={item.id} groups={preview.rejections} rejectedRows={preview.rejectedRows} />
          <PreviewCard preview={preview} stale={!upToDate} />
        </>
      )}
      {canImport && (
        <div className="sticky bottom-14 z-20 -mx-4 flex flex-wrap items-center justify-end gap-3 border-t border-line bg-surface px-4 py-3 sm:bottom-0 sm:mx-0 sm:rounded-xl sm:border sm:shadow-2">
          <p aria-live="polite" className="mr-auto text-sm text-ink-2">
            {busy
              ? choose.isPending
                ? `Reading the sheet "${choose.variables.verb === 'sheet' ? choose.variables.sheet : ''}".`
                : 'Reading the whole file with these columns.'
              : upToDate && preview.validRows === 0
                ? 'No row can be read this way.'
                : ''}
          </p>
          <Button busy={start.isPending} onClick={() => start.mutate({ verb: 'cancel' })}>
            Discard
          </Button>
          <Button
            variant="primary"
            size="lg"
            disabled={!upToDate || preview.validRows === 0}
            busy={start.isPending || busy}
            onClick={() => start.mutate({ verb: 'start' })}
          >
            {preview ? `Import ${plural(preview.validRows, 'row')}` : 'Import'}
          </Button>
        </div>
      )}
    </div>
  );
}
