create table shipments (
    id uuid primary key,
    order_id uuid not null unique,
    order_number text not null,
    customer_id uuid,
    link_token_sha256 text not null,
    carrier text not null,
    tracking_number text not null unique,
    method text not null,
    recipient jsonb not null,
    weight_grams integer not null,
    due_on_delivery jsonb,
    earliest date not null,
    latest date not null,
    state text not null check (state in ('created', 'picked_up', 'in_transit', 'out_for_delivery', 'delivered')),
    created_at timestamptz not null,
    next_move_at timestamptz
);

create index shipments_due on shipments (next_move_at) where next_move_at is not null;

create table shipment_events (
    shipment_id uuid not null references shipments on delete cascade,
    state text not null,
    at timestamptz not null,
    place text not null,
    text text not null,
    primary key (shipment_id, state)
);
