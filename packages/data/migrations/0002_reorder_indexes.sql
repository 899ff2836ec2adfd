-- Lists of the home screen and of the reorder page at a hundred thousand lines (docs/adr/0011).

create index reorder_lines_overstock on reorder_lines (tenant_id, overstock_minor desc nulls last, item_id, location_id);
create index reorder_lines_stock_out on reorder_lines (tenant_id, stock_out_on, item_id, location_id);

-- Series whose next 28 days leave the range of the 28 days before: a small part of a run.
create index forecasts_changed on forecasts (tenant_id, run_id, item_id, location_id)
  where ok and (low_28 > sold_prior_28 or high_28 < sold_prior_28);
