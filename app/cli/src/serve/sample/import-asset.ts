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

async function begin(ctx: Context, fileName: string, meanings: Meanings): Promise<string> {
  const created = await createImport(ctx, { fileName, body: createReadStream(join(assets, fileName)) });
  if (!created.mapping || !created.inspection) {
    throw new ServeError(
      `${fileName} was not understood: ${created.error?.message ?? 'no reason was given'}`,
    );
  }
  const { columns } = created.inspection;
  const mapping = {
    ...created.mapping,
    columns: created.mapping.columns.map((column) => ({
      ...column,
      meaning: meanings[columns[column.index]?.header ?? ''] ?? column.meaning,
    })),
  };
  await setMapping(ctx, { importId: created.id, mapping });
  await startImport(ctx, { importId: created.id });
  return created.id;
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
    earlier.find((item) => underWay.has(item.status))?.id ?? (await begin(ctx, fileName, meanings));
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
