import type { TenantTransaction } from '../database.ts';
import { parameterColumns, type ReorderEdit, stockColumns } from './stock.ts';

const keep = "interval '30 days'";

export interface ReorderEditRow {
  /** The moment that the edited rows carry as `updated_at`: whoever changed a row since left another one. */
  at: string;
  fields: (keyof ReorderEdit)[];
  isUndone: boolean;
}

/**
 * Keeps what the edited rows are before an edit of `fields` at `at`: rows that do not exist yet are kept as null. Edits
 * older than 30 days go.
 */
export async function recordReorderEdit(
  tx: TenantTransaction,
  edit: { id: string; at: string; actor: string; fields: readonly string[] },
): Promise<void> {
  await tx.query(`delete from reorder_edits where tenant_id = $1 and at < now() - ${keep}`, [tx.tenantId]);
  await tx.query(
    'insert into reorder_edits (tenant_id, id, at, actor, fields) values ($1, $2, $3::timestamptz, $4, $5)',
    [tx.tenantId, edit.id, edit.at, edit.actor, edit.fields],
  );
  await tx.query(
    `insert into reorder_edit_lines (tenant_id, edit_id, item_id, location_id, parameters, stock)
     select $1, $2, e.item_id, e.location_id,
       case when p.item_id is not null then to_jsonb(p) - array['tenant_id', 'item_id', 'location_id'] end,
       case when s.item_id is not null then to_jsonb(s) - array['tenant_id', 'item_id', 'location_id'] end
     from edited_lines e
     left join reorder_parameters p on p.tenant_id = $1 and p.item_id = e.item_id and p.location_id = e.location_id
     left join stock s on s.tenant_id = $1 and s.item_id = e.item_id and s.location_id = e.location_id`,
    [tx.tenantId, edit.id],
  );
}

export async function findReorderEdit(
  tx: TenantTransaction,
  id: string,
): Promise<ReorderEditRow | undefined> {
  const rows = await tx.query<ReorderEditRow>(
    `select at::text, fields, undone_at is not null as "isUndone" from reorder_edits
     where tenant_id = $1 and id = $2 and at >= now() - ${keep}`,
    [tx.tenantId, id],
  );
  return rows[0];
}

/** Rows of an edit that nobody changed since become the edited rows of this transaction. @returns how many others there are */
export async function addUnchangedSince(
  tx: TenantTransaction,
  id: string,
  edit: ReorderEditRow,
): Promise<number> {
  const fresh = (alias: string): string => `coalesce(${alias}.updated_at = $3::timestamptz, false)`;
  const terms = [
    ...(edit.fields.some((field) => field in parameterColumns) ? [fresh('p')] : []),
    ...(edit.fields.some((field) => field in stockColumns) ? [fresh('s')] : []),
  ];
  await tx.query(
    `insert into edited_lines (item_id, location_id)
     select b.item_id, b.location_id from reorder_edit_lines b
     left join reorder_parameters p on p.tenant_id = $1 and p.item_id = b.item_id and p.location_id = b.location_id
     left join stock s on s.tenant_id = $1 and s.item_id = b.item_id and s.location_id = b.location_id
     where b.tenant_id = $1 and b.edit_id = $2 and ${terms.join(' and ')}`,
    [tx.tenantId, id, edit.at],
  );
  const rows = await tx.query<{ others: number }>(
    `select (count(*) - (select count(*) from edited_lines))::int as others
     from reorder_edit_lines where tenant_id = $1 and edit_id = $2`,
    [tx.tenantId, id],
  );
  return rows[0]?.others ?? 0;
}

/** Puts the edited rows back to what they were before the edit; stock that there was none of is removed again. */
export async function restoreEditedLines(
  tx: TenantTransaction,
  id: string,
  edit: ReorderEditRow,
  at: string,
): Promise<void> {
  const restore = (
    table: 'reorder_parameters' | 'stock',
    kept: string,
    names: readonly string[],
  ): Promise<unknown> =>
    tx.query(
      `update ${table} t set updated_at = $3::timestamptz, ${names.map((name) => `${name} = (b.before).${name}`).join(', ')}
       from (select e.item_id, e.location_id, jsonb_populate_record(null::${table}, coalesce(l.${kept}, '{}')) as before
         from edited_lines e join reorder_edit_lines l on l.tenant_id = $1 and l.edit_id = $2
           and l.item_id = e.item_id and l.location_id = e.location_id
         where ${table === 'stock' ? 'l.stock is not null' : 'true'}) b
       where t.tenant_id = $1 and t.item_id = b.item_id and t.location_id = b.location_id`,
      [tx.tenantId, id, at],
    );
  const namesOf = (columns: Readonly<Record<string, string>>): string[] =>
    Object.entries(columns).flatMap(([field, name]) =>
      edit.fields.includes(field as keyof ReorderEdit) ? [name] : [],
    );
  const parameters = namesOf(parameterColumns);
  if (parameters.length > 0) await restore('reorder_parameters', 'parameters', parameters);
  const stock = namesOf(stockColumns);
  if (stock.length > 0) {
    await restore('stock', 'stock', [...stock, 'as_of', 'source']);
    await tx.query(
      `delete from stock t using edited_lines e, reorder_edit_lines l
       where l.tenant_id = $1 and l.edit_id = $2 and l.item_id = e.item_id and l.location_id = e.location_id
         and l.stock is null and t.tenant_id = $1 and t.item_id = e.item_id and t.location_id = e.location_id`,
      [tx.tenantId, id],
    );
  }
  await tx.query('update reorder_edits set undone_at = $3::timestamptz where tenant_id = $1 and id = $2', [
    tx.tenantId,
    id,
    at,
  ]);
}
