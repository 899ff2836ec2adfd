-- Promotions that the calendar has from columns of sales files. They come and go with the imports; an entry that a person
-- changed is theirs from then on (docs/adr/0014).
alter table calendar_entries add column from_sales_file boolean not null default false;
alter table calendar_entries add check (not from_sales_file or (kind = 'promotion' and item_id is not null));
