-- The night on which nothing had changed since the current forecast, so that none was computed (docs/adr/0010).
alter table tenants add column nightly_checked_at timestamptz;
