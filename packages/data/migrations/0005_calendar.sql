-- What a shop knows of its days, ahead and behind: promotions, events, prices, and whose holidays count (docs/adr/0014).
create table calendar_entries (
  tenant_id uuid not null references tenants on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('promotion', 'event', 'price')),
  name text not null check (length(name) <= 120),
  -- one item, else the items of a category, else every item; one location, else all
  item_id int,
  category text check (length(category) between 1 and 200),
  location_id int,
  from_day date not null,
  -- null: a price that holds until the next one
  to_day date check (to_day >= from_day),
  discount_percent float8 check (discount_percent > 0 and discount_percent <= 100),
  price_minor bigint check (price_minor >= 0),
  -- nothing can be sold on these days
  closed boolean not null default false,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, kind, name, item_id, category, location_id, from_day),
  foreign key (tenant_id, item_id) references items (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade,
  check (item_id is null or category is null),
  check ((kind = 'price') = (price_minor is not null)),
  check (kind = 'price' or (to_day is not null and name <> '')),
  check (kind <> 'price' or item_id is not null),
  check (kind = 'promotion' or discount_percent is null),
  check (kind = 'event' or not closed)
);
create index calendar_entries_days on calendar_entries (tenant_id, from_day, id);

alter table tenants
  add column holiday_region text,
  -- the last change of an entry or of the holidays' settings: a forecast that began before does not know it
  add column calendar_changed_at timestamptz;
alter table locations
  add column country text,
  add column holiday_region text;

do $$
begin
  execute 'alter table calendar_entries enable row level security';
  execute 'alter table calendar_entries force row level security';
  execute 'create policy tenant on calendar_entries to ordernimbus_app using (tenant_id = app_tenant()) with check (tenant_id = app_tenant())';
  execute 'grant select, insert, update, delete on calendar_entries to ordernimbus_app';
end $$;
