-- Which order a checkout became; null for those that were placed before this was kept.
alter table checkouts add column order_id uuid;
alter table checkouts add column order_number text;
