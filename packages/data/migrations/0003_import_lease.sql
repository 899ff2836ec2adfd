-- Who holds the lease of an import: every transaction of its work checks it, so that a holder that was given up writes nothing.
alter table imports add column lease_token uuid;
