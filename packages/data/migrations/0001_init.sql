-- The whole first schema. Rules that hold for every table with a tenant_id (tests read them from the catalogue):
-- row security is enabled AND forced; the policy compares with nullif(current_setting('app.tenant_id', true), '')::uuid;
-- keys and foreign keys begin with tenant_id; nothing is granted to anyone but the application role.
--
-- Roles (made by ensureRoles before the first migration):
--   the owner            runs migrations, owns the tables, is never used by a request
--   ordernimbus_app      requests and jobs of one tenant, only inside withTenant
--   ordernimbus_platform signing in, provisioning, finding due work: few tables, own policies, no sales data

create function app_tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

create table tenants (
  tenant_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null default 'UTC',
  country text,
  is_sample boolean not null default false,
  -- defaults of replenishment: leadTimeDays, reviewDays, serviceLevel
  planning_defaults jsonb not null default '{"leadTimeDays":14,"reviewDays":7,"serviceLevel":0.95}',
  current_run_id uuid,
  -- grows with every switch of the current run and every change of parameters: caches and ETags follow it
  data_version bigint not null default 0,
  nightly_at time not null default '02:00',
  last_nightly_on date,
  created_at timestamptz not null default now()
);

create table users (
  user_id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) <= 320),
  name text not null,
  password_hash text not null,
  created_at timestamptz not null default now()
);

create table members (
  tenant_id uuid not null references tenants on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'planner', 'viewer')),
  email text not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
create index members_user on members (user_id);

create table invitations (
  tenant_id uuid not null references tenants on delete cascade,
  id uuid not null,
  email text not null,
  role text not null check (role in ('owner', 'planner', 'viewer')),
  token_hash bytea not null unique,
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);

create table refresh_tokens (
  tenant_id uuid not null references tenants on delete cascade,
  id uuid not null,
  user_id uuid not null references users on delete cascade,
  -- all tokens that descend from one sign-in; the whole family ends when a used one comes back
  family_id uuid not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create index refresh_tokens_family on refresh_tokens (family_id);

create table api_keys (
  tenant_id uuid not null references tenants on delete cascade,
  id uuid not null,
  name text not null,
  prefix text not null unique,
  key_hash bytea not null,
  scopes text[] not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);

create table audit_log (
  tenant_id uuid not null references tenants on delete cascade,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text,
  detail jsonb not null default '{}',
  primary key (tenant_id, id)
);

create table idempotency_keys (
  tenant_id uuid not null references tenants on delete cascade,
  key text not null check (length(key) between 1 and 200),
  actor text not null,
  route text not null,
  request_hash bytea not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor, key)
);

-- ---------------------------------------------------------------- items, locations, sales

create table locations (
  tenant_id uuid not null references tenants on delete cascade,
  id int generated always as identity,
  code text not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);

create table items (
  tenant_id uuid not null references tenants on delete cascade,
  id int generated always as identity,
  sku text not null,
  name text not null,
  category text,
  barcode text,
  supplier text,
  supplier_sku text,
  unit_cost_minor bigint,
  price_minor bigint,
  attributes jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, sku)
);
create index items_category on items (tenant_id, category);

-- Daily facts, one row per item, location and quarter: parallel arrays over the days with activity.
-- Row per day would be 50-90 times as many rows; see docs/adr/0004.
create table sales_quarters (
  tenant_id uuid not null,
  item_id int not null,
  location_id int not null,
  quarter date not null check (quarter = date_trunc('quarter', quarter)),
  -- days since `quarter`, ascending
  days smallint[] not null,
  sold float8[] not null,
  returned float8[] not null,
  revenue_minor bigint[] not null,
  lines int[] not null,
  primary key (tenant_id, item_id, location_id, quarter),
  foreign key (tenant_id, item_id) references items (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade,
  check (cardinality(days) = cardinality(sold) and cardinality(days) = cardinality(returned)
     and cardinality(days) = cardinality(revenue_minor) and cardinality(days) = cardinality(lines))
) partition by hash (tenant_id);

-- Spans in which the item could not be sold at the location: out of stock, closed, not listed.
create table unavailable_spans (
  tenant_id uuid not null,
  item_id int not null,
  location_id int not null,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  reason text not null check (reason in ('out_of_stock', 'closed', 'not_listed')),
  import_id uuid,
  primary key (tenant_id, item_id, location_id, from_day, reason),
  foreign key (tenant_id, item_id) references items (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade
);

create table imports (
  tenant_id uuid not null references tenants on delete cascade,
  id uuid not null,
  -- order in which imports win over one another
  sequence bigint generated always as identity,
  file_name text not null,
  bytes bigint,
  sha256 text,
  status text not null check (status in ('uploading', 'inspecting', 'ready', 'queued', 'running', 'done', 'failed',
    'cancelled', 'undoing', 'undone')),
  -- what the file looks like and what we ask (contracts: ImportInspection)
  inspection jsonb,
  -- what was agreed: layout, columns, formats (contracts: ImportMapping)
  mapping jsonb,
  -- what starting it would change (contracts: ImportPreview)
  preview jsonb,
  -- stage, done, total, rowsPerSecond (contracts: ImportProgress)
  progress jsonb not null default '{}',
  -- written in the transaction of the work it stands for
  checkpoint jsonb not null default '{}',
  -- counts, rejected by reason, data quality (contracts: ImportResult)
  result jsonb,
  error jsonb,
  lease_until timestamptz,
  cancel_requested boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  primary key (tenant_id, id)
);
create index imports_recent on imports (tenant_id, sequence desc);

create table import_mappings (
  tenant_id uuid not null references tenants on delete cascade,
  -- hash of the normalised header row
  fingerprint text not null,
  mapping jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, fingerprint)
);

-- ---------------------------------------------------------------- forecasts

create table forecast_runs (
  tenant_id uuid not null references tenants on delete cascade,
  id uuid not null,
  trigger text not null check (trigger in ('import', 'nightly', 'manual', 'sample')),
  status text not null check (status in ('queued', 'freezing', 'running', 'finishing', 'done', 'failed', 'cancelled')),
  cutoff date,
  horizon_days int not null,
  seed bigint not null,
  engine_version text,
  options jsonb not null default '{}',
  input_digest text,
  output_digest text,
  partitions int,
  partitions_done int not null default 0,
  series_total int,
  series_ok int,
  series_failed int,
  series_stood_in int,
  -- WAPE, bias, pinball, coverage, by horizon, by category, against seasonal naive (contracts: AccuracyReport)
  metrics jsonb,
  error jsonb,
  lease_until timestamptz,
  -- who holds the lease: every transaction of a run's work checks it, so that a holder that was given up writes nothing
  lease_token uuid,
  created_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
create index forecast_runs_recent on forecast_runs (tenant_id, created_at desc);
alter table tenants add foreign key (tenant_id, current_run_id) references forecast_runs (tenant_id, id)
  deferrable initially deferred;

create table run_partitions (
  tenant_id uuid not null,
  run_id uuid not null,
  partition int not null,
  series int not null,
  input_digest text not null,
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  attempts int not null default 0,
  output_digest text,
  error jsonb,
  finished_at timestamptz,
  primary key (tenant_id, run_id, partition),
  foreign key (tenant_id, run_id) references forecast_runs (tenant_id, id) on delete cascade
);

-- One row per series and run; arrays are flat, row-major, as in the engine's contract.
create table forecasts (
  tenant_id uuid not null,
  run_id uuid not null,
  item_id int not null,
  location_id int not null,
  partition int not null,
  ok boolean not null,
  -- failure: code and detail; otherwise null
  code text,
  detail text,
  model text,
  stand_in jsonb,
  weights jsonb,
  demand_class text,
  first_day date,
  last_sale_day date,
  history_days int,
  -- first forecast day is run.cutoff + 1
  mean real[],
  -- flat [probability][day], probabilities 0.025 0.1 0.25 0.5 0.75 0.9 0.975
  quantiles real[],
  -- quantiles of the SUM over the first h days: flat [horizon][probability]; the grids are in run.options
  cumulative real[],
  -- origins, actual, mean, quantiles, naive of the rolling back-test (contracts: BacktestView)
  backtest jsonb,
  metrics jsonb,
  mean_28 real,
  low_28 real,
  high_28 real,
  sold_prior_28 real,
  primary key (tenant_id, run_id, item_id, location_id),
  foreign key (tenant_id, run_id) references forecast_runs (tenant_id, id) on delete cascade
) partition by hash (tenant_id);

-- Sums of series: company, location, location x category. Means add up; intervals come from the back-test of the sum.
create table forecast_nodes (
  tenant_id uuid not null,
  run_id uuid not null,
  kind text not null check (kind in ('company', 'location', 'category')),
  location_id int not null default 0,
  category text not null default '',
  series int not null,
  history_from date,
  history real[] not null,
  mean real[] not null,
  quantiles real[] not null,
  metrics jsonb,
  -- of a location: days (since 1970-01-01) on which it did not trade though it usually does
  closed_days int[] not null default '{}',
  mean_28 real,
  low_28 real,
  high_28 real,
  sold_prior_28 real,
  primary key (tenant_id, run_id, kind, location_id, category),
  foreign key (tenant_id, run_id) references forecast_runs (tenant_id, id) on delete cascade
);

-- ---------------------------------------------------------------- replenishment

create table stock (
  tenant_id uuid not null,
  item_id int not null,
  location_id int not null,
  on_hand float8 not null default 0,
  on_order float8 not null default 0 check (on_order >= 0),
  as_of date,
  source text not null default 'edit',
  updated_at timestamptz not null default now(),
  primary key (tenant_id, item_id, location_id),
  foreign key (tenant_id, item_id) references items (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade
);

-- null = the tenant's default (lead time, review, service level) or none
create table reorder_parameters (
  tenant_id uuid not null,
  item_id int not null,
  location_id int not null,
  lead_time_days int check (lead_time_days between 0 and 365),
  review_days int check (review_days between 1 and 365),
  service_level float8 check (service_level > 0 and service_level < 1),
  pack_size float8 check (pack_size > 0),
  minimum_quantity float8 check (minimum_quantity >= 0),
  supplier text,
  supplier_sku text,
  unit_cost_minor bigint check (unit_cost_minor >= 0),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, item_id, location_id),
  foreign key (tenant_id, item_id) references items (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade
);

-- What to order, recomputed by a run and by every change of stock or parameters.
create table reorder_lines (
  tenant_id uuid not null,
  item_id int not null,
  location_id int not null,
  run_id uuid not null,
  status text not null check (status in ('order_now', 'order_soon', 'ok', 'overstock', 'no_forecast', 'no_stock_data')),
  supplier text,
  on_hand float8,
  on_order float8,
  lead_time_days int not null,
  review_days int not null,
  service_level float8 not null,
  pack_size float8,
  minimum_quantity float8,
  unit_cost_minor bigint,
  demand_mean float8,
  reorder_point float8,
  order_up_to float8,
  suggested float8 not null default 0,
  value_minor bigint,
  stock_out_on date,
  at_risk_minor bigint,
  overstock_minor bigint,
  computed_at timestamptz not null default now(),
  primary key (tenant_id, item_id, location_id),
  foreign key (tenant_id, item_id) references items (tenant_id, id) on delete cascade,
  foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade
);
create index reorder_lines_risk on reorder_lines (tenant_id, at_risk_minor desc nulls last, item_id, location_id);
create index reorder_lines_suggested on reorder_lines (tenant_id, suggested desc, item_id, location_id);
create index reorder_lines_supplier on reorder_lines (tenant_id, supplier);

-- ---------------------------------------------------------------- partitions, row security, grants

do $$
declare t text; i int;
begin
  foreach t in array array['sales_quarters', 'forecasts'] loop
    for i in 0..7 loop
      execute format('create table %I partition of %I for values with (modulus 8, remainder %s)', t || '_p' || i, t, i);
    end loop;
  end loop;

  for t in
    select c.relname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I to ordernimbus_app using (tenant_id = app_tenant()) with check (tenant_id = app_tenant())', t);
  end loop;
end $$;

-- users hold no tenant: only the platform role reads them
alter table users enable row level security;
alter table users force row level security;
create policy platform on users to ordernimbus_platform using (true) with check (true);

grant usage on schema public to ordernimbus_app, ordernimbus_platform;
grant execute on function app_tenant() to ordernimbus_app, ordernimbus_platform;

grant select, update on tenants to ordernimbus_app;
grant select, insert, update, delete on members, invitations, api_keys, idempotency_keys, locations, items, sales_quarters,
  unavailable_spans, imports, import_mappings, forecast_runs, run_partitions, forecasts, forecast_nodes, stock,
  reorder_parameters, reorder_lines to ordernimbus_app;
grant select, insert on audit_log to ordernimbus_app;

-- Platform: people and tenants; of jobs only what says that work is due. No sales, no forecasts.
do $$
declare t text;
begin
  foreach t in array array['tenants', 'members', 'invitations', 'refresh_tokens', 'api_keys', 'audit_log'] loop
    execute format('create policy platform on %I to ordernimbus_platform using (true) with check (true)', t);
  end loop;
  foreach t in array array['imports', 'forecast_runs'] loop
    execute format('create policy platform_due on %I for select to ordernimbus_platform using (true)', t);
  end loop;
end $$;
grant select, insert, update, delete on tenants, users, members, invitations, refresh_tokens, api_keys to ordernimbus_platform;
grant insert on audit_log to ordernimbus_platform;
grant select (tenant_id, id, status, lease_until) on imports to ordernimbus_platform;
grant select (tenant_id, id, status, lease_until) on forecast_runs to ordernimbus_platform;
