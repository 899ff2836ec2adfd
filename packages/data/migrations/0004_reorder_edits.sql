-- Edits of the reorder list and what the edited rows were before, so that an edit of any size can be taken back.
create table reorder_edits (
  tenant_id uuid not null references tenants on delete cascade,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  fields text[] not null,
  undone_at timestamptz,
  primary key (tenant_id, id)
);

-- null = there was no such row
create table reorder_edit_lines (
  tenant_id uuid not null,
  edit_id uuid not null,
  item_id int not null,
  location_id int not null,
  parameters jsonb,
  stock jsonb,
  primary key (tenant_id, edit_id, item_id, location_id),
  foreign key (tenant_id, edit_id) references reorder_edits (tenant_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['reorder_edits', 'reorder_edit_lines'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I to ordernimbus_app using (tenant_id = app_tenant()) with check (tenant_id = app_tenant())', t);
    execute format('grant select, insert, update, delete on %I to ordernimbus_app', t);
  end loop;
end $$;

-- Room on each page, so that a line whose numbers stay in their places of the indexes is rewritten beside itself.
alter table reorder_lines set (fillfactor = 80);
