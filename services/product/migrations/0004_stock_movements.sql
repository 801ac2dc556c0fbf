-- Stock changes by movements only. For every SKU: the sum of its movements = what is free + held + sold.
create table stock_movements (
    id uuid primary key default uuidv7(),
    sku text not null,
    change integer not null check (change <> 0),
    reason text not null check (reason in ('opening', 'counted', 'removed')),
    at timestamptz not null
);
create index stock_movements_by_sku on stock_movements (sku, at);

insert into stock_movements (sku, change, reason, at)
select v.sku, v.stock + coalesce(h.quantity, 0), 'opening', now()
from variants v
left join (select l.sku, sum(l.quantity)::int as quantity from reservation_lines l
           join reservations r on r.key = l.key where r.state in ('held', 'committed') group by l.sku) h on h.sku = v.sku
where v.stock + coalesce(h.quantity, 0) <> 0;

-- What a shop sells past zero, or does not count at all, may have any stock.
alter table variants
    add column stock_policy text not null default 'tracked'
        check (stock_policy in ('tracked', 'backorder', 'untracked')),
    add column available boolean not null generated always as (stock > 0 or stock_policy <> 'tracked') stored,
    drop constraint variants_stock_check,
    add constraint tracked_stock_never_below_zero check (stock >= 0 or stock_policy <> 'tracked');
