-- Old movements and old sales become one row per SKU, so that the books stay short and their sum stays the same:
-- movements = free + held + sold (of the reservations that are kept).
alter table stock_movements
    drop constraint stock_movements_change_check,
    drop constraint stock_movements_reason_check,
    add constraint stock_movements_change_check check (change <> 0 or reason = 'summed'),
    add constraint stock_movements_reason_check check (reason in ('opening', 'counted', 'removed', 'summed'));
create unique index stock_movements_summed on stock_movements (sku) where reason = 'summed';
create index stock_movements_to_sum on stock_movements (at) where reason <> 'summed';
create index reservations_sold on reservations (updated_at) where state = 'committed';
