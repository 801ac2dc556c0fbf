-- Orders that were cancelled before their parcel left; the order's event may arrive after that word.
create table stopped_orders (
    order_id uuid primary key,
    at timestamptz not null
);
alter table shipments add column stopped_at timestamptz;
