import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import type { ColumnMeaning, Import } from '@ordernimbus/contracts';
import {
  type Context,
  createImport,
  getImport,
  listImports,
  setMapping,
  startImport,
} from '@ordernimbus/services';
import { ServeError } from '../errors.ts';
import { formatCount, type Terminal } from '../terminal.ts';
import { waitFor } from './wait-for.ts';

const assets = join(import.meta.dirname, '../../../assets');

/** What the headers do not say: meanings by header. */
export type Meanings = Readonly<Record<string, ColumnMeaning>>;

/** An import that somebody undid stays undone. */
const settled: ReadonlySet<Import['status']> = new Set(['done', 'undoing', 'undone']);
const underWay: ReadonlySet<Import['status']> = new Set(['queued', 'running']);

async function mapAndStart(ctx: Context, file: Import, meanings: Meanings): Promise<string> {
  if (!file.mapping || !file.inspection) {
    throw new ServeError(
      `${file.fileName} was not understood: ${file.error?.message ?? 'no reason was given'}`,
    );
  }
  const { columns } = file.inspection;
  const mapping = {
    ...file.mapping,
    columns: file.mapping.columns.map((column) => ({
      ...column,
      meaning: meanings[columns[column.index]?.header ?? ''] ?? column.meaning,
    })),
  };
  await setMapping(ctx, { importId: file.id, mapping });
  await startImport(ctx, { importId: file.id });
  return file.id;
}

/** An earlier start may have uploaded the file and got no further. */
async function begin(
  ctx: Context,
  fileName: string,
  uploaded: Import | undefined,
  meanings: Meanings,
): Promise<string> {
  const file = uploaded
    ? await getImport(ctx, { importId: uploaded.id })
    : await createImport(ctx, { fileName, body: createReadStream(join(assets, fileName)) });
  return mapAndStart(ctx, file, meanings);
}

/**
 * Imports a file of the sample shop as an upload would be. One that is there already is left alone; one that an earlier
 * start left half done is waited for. Undefined when nothing was to be done or we are being stopped.
 */
export async function importAsset(
  ctx: Context,
  asset: string,
  meanings: Meanings,
  terminal: Terminal,
  isStopping: () => boolean,
): Promise<Import | undefined> {
  const fileName = basename(asset);
  const { items } = await listImports(ctx, { limit: 200 });
  const earlier = items.filter((item) => item.fileName === fileName);
  if (earlier.some((item) => settled.has(item.status))) return undefined;
  const importId =
    earlier.find((item) => underWay.has(item.status))?.id ??
    (await begin(
      ctx,
      fileName,
      earlier.find((item) => item.status === 'ready'),
      meanings,
    ));
  const ended = await waitFor(
    () => getImport(ctx, { importId }),
    (state) => !underWay.has(state.status),
    ({ progress }) => {
      if (progress) {
        terminal.progress(
          `  ${progress.stage}: ${formatCount(progress.done)} of ${formatCount(progress.total)}`,
        );
      }
    },
    isStopping,
  );
  if (ended && ended.status !== 'done') {
    throw new ServeError(
      `the import of ${fileName} is ${ended.status}: ${ended.error?.message ?? 'no reason was given'}`,
    );
  }
  return ended;
}
