import { useQueryClient } from '@tanstack/react-query';
import { FileUp, Upload, X } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { type UploadProgress, uploadImport } from '../../api/upload.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatBytes, formatPercent, formatSeconds } from '../../ui/format/numbers.ts';
import { ErrorState } from '../../ui/states.tsx';
import { ProgressBar } from './progress-bar.tsx';

interface Sending {
  readonly name: string;
  readonly progress: UploadProgress;
  readonly abort: AbortController;
}

function SendingFile({ name, progress, abort }: Sending) {
  const sent = progress.sentBytes >= progress.totalBytes;
  const share = progress.totalBytes > 0 ? progress.sentBytes / progress.totalBytes : 0;
  return (
    <div className="flex items-center gap-4 rounded-xl border border-line bg-surface p-5 shadow-1">
      <FileUp aria-hidden className="size-6 shrink-0 text-accent-text" strokeWidth={1.5} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <ProgressBar share={sent ? null : share} label={`Uploading ${name}`} />
        <p className="num text-sm text-ink-2">
          {sent
            ? 'Reading it: layout, columns, dates.'
            : `${formatPercent(share)} of ${formatBytes(progress.totalBytes)}${
                progress.secondsLeft === null ? '' : ` · about ${formatSeconds(progress.secondsLeft)} left`
              }`}
        </p>
      </div>
      <Button icon={X} onClick={() => abort.abort()}>
        Cancel
      </Button>
    </div>
  );
}

/** Takes any file; whether it can be read is said afterwards, in words. */
export function DropZone() {
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending>();
  const [error, setError] = useState<unknown>();
  const picker = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const client = useQueryClient();

  const send = async (file: File | undefined) => {
    if (!file) return;
    const abort = new AbortController();
    setError(undefined);
    setSending({
      name: file.name,
      abort,
      progress: { sentBytes: 0, totalBytes: file.size, secondsLeft: null },
    });
    try {
      const made = await uploadImport(
        file,
        (progress) => setSending((now) => now && { ...now, progress }),
        abort.signal,
      );
      client.setQueryData(['import', made.id], made);
      await client.invalidateQueries({ queryKey: ['imports'] });
      navigate(`/data/imports/${made.id}`);
    } catch (failure) {
      if (!abort.signal.aborted) setError(failure);
    } finally {
      setSending(undefined);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };
  if (sending) return <SendingFile {...sending} />;
  return (
    <div className="space-y-3">
      <section
        aria-label="Add a file"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={cx(
          'flex flex-col items-center rounded-xl border-2 border-dashed px-6 py-9 text-center transition-colors duration-100',
          over ? 'border-accent bg-accent-soft' : 'border-line-strong/50 bg-surface',
        )}
      >
        <Upload aria-hidden className="size-7 text-ink-3" strokeWidth={1.5} />
        <p className="mt-3 text-lg font-medium">Drop a sales or stock file here</p>
        <p className="mt-1 max-w-lg text-ink-2">
          Excel workbook (XLSX), CSV or TSV (also packed as gzip or ZIP), or Parquet: sales by day, week or
          month (a row or a column for each), invoice lines, till lines, or stock on hand. Columns are
          recognised by their names and values.
        </p>
        <input
          ref={picker}
          type="file"
          aria-label="Sales or stock file"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void send(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button variant="primary" className="mt-4" onClick={() => picker.current?.click()}>
          Choose a file
        </Button>
      </section>
      {error !== undefined && <ErrorState error={error} />}
    </div>
  );
}
