-- Goods that came back from a buyer are on the shelf again.
alter table stock_movements
    drop constraint stock_movements_reason_check,
    add constraint stock_movements_reason_check
        check (reason in ('opening', 'counted', 'removed', 'summed', 'returned'));
