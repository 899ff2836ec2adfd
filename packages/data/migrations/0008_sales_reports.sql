-- What there is to say about a shop's sales as a whole, kept by the import that changed them: counting takes a pass over
-- all facts, seconds for tens of thousands of histories (docs/adr/0004).
create table sales_reports (
  tenant_id uuid primary key references tenants on delete cascade,
  -- of what `report` holds: a report of another format is made anew
  format int not null,
  report jsonb not null,
  made_at timestamptz not null
);

do $$
begin
  execute 'alter table sales_reports enable row level security';
  execute 'alter table sales_reports force row level security';
  execute 'create policy tenant on sales_reports to ordernimbus_app using (tenant_id = app_tenant()) with check (tenant_id = app_tenant())';
  execute 'grant select, insert, update, delete on sales_reports to ordernimbus_app';
end $$;
