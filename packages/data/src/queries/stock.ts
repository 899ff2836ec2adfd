import type { TenantTransaction } from '../database.ts';

export interface LineKey {
  itemId: number;
  locationId: number;
}

/**
 * Whoever changes stock, parameters or lines of a shop takes turns until the end of the transaction: a recompute never
 * writes a line from inputs that an edit has replaced meanwhile.
 */
export async function lockReorder(tx: TenantTransaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('reorder:' || $1, 0))`, [tx.tenantId]);
}

/** Parameters and stock that an edit may set; null resets to the shop's default. */
export interface ReorderEdit {
  leadTimeDays?: number | null;
  reviewDays?: number | null;
  serviceLevel?: number | null;
  packSize?: number | null;
  minimumQuantity?: number | null;
  supplier?: string | null;
  supplierSku?: string | null;
  unitCostMinor?: number | null;
  onHand?: number;
  onOrder?: number;
}

export const parameterColumns = {
  leadTimeDays: 'lead_time_days',
  reviewDays: 'review_days',
  serviceLevel: 'service_level',
  packSize: 'pack_size',
  minimumQuantity: 'minimum_quantity',
  supplier: 'supplier',
  supplierSku: 'supplier_sku',
  unitCostMinor: 'unit_cost_minor',
} as const;
export const stockColumns = { onHand: 'on_hand', onOrder: 'on_order' } as const;

/** The rows that an edit is about, kept in a table of this transaction. */
export async function createEditedLines(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `create temporary table edited_lines (item_id int, location_id int, primary key (item_id, location_id))
     on commit drop`,
  );
}

/** Adds explicit rows; those whose item or location the shop does not have are left out. */
export async function addEditedKeys(tx: TenantTransaction, keys: readonly LineKey[]): Promise<void> {
  await tx.query(
    `insert into edited_lines (item_id, location_id)
     select distinct k.item_id, k.location_id from unnest($2::int[], $3::int[]) k(item_id, location_id)
     join items i on i.tenant_id = $1 and i.id = k.item_id
     join locations l on l.tenant_id = $1 and l.id = k.location_id`,
    [tx.tenantId, keys.map((key) => key.itemId), keys.map((key) => key.locationId)],
  );
}

export async function removeEditedKeys(tx: TenantTransaction, keys: readonly LineKey[]): Promise<void> {
  await tx.query(
    `delete from edited_lines where (item_id, location_id) in (select * from unnest($1::int[], $2::int[]))`,
    [keys.map((key) => key.itemId), keys.map((key) => key.locationId)],
  );
}

export async function countEditedLines(tx: TenantTransaction): Promise<number> {
  const rows = await tx.query<{ n: number }>('select count(*)::int as n from edited_lines');
  return rows[0]?.n ?? 0;
}

/** Fields that an edit sets. */
export const fieldsOf = (set: ReorderEdit): (keyof ReorderEdit)[] =>
  (Object.keys(set) as (keyof ReorderEdit)[]).filter((field) => set[field] !== undefined);

/** Writes the fields that `set` has to every edited row, dated `at`, and leaves the others as they are. */
export async function applyEdit(tx: TenantTransaction, set: ReorderEdit, at: string): Promise<void> {
  const upsert = async (
    table: 'reorder_parameters' | 'stock',
    columns: Readonly<Record<string, string>>,
    constants: string,
  ): Promise<void> => {
    const fields = Object.keys(columns).filter((field) => set[field as keyof ReorderEdit] !== undefined);
    if (fields.length === 0) return;
    const names = fields.map((field) => columns[field] as string);
    const places = names.map((_, index) => `$${index + 3}`);
    await tx.query(
      `insert into ${table} (tenant_id, item_id, location_id, updated_at, ${names.join(', ')})
       select $1, item_id, location_id, $2::timestamptz, ${places.join(', ')} from edited_lines
       on conflict (tenant_id, item_id, location_id) do update
       set updated_at = excluded.updated_at${constants}, ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      [tx.tenantId, at, ...fields.map((field) => set[field as keyof ReorderEdit])],
    );
  };
  await upsert('reorder_parameters', parameterColumns, '');
  await upsert('stock', stockColumns, `, source = 'edit', as_of = null`);
}
