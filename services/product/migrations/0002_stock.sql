-- Reservations: a hold takes its quantity off variants.stock at once; release and expiry put it back.
create table reservations (
    key text primary key,
    state text not null check (state in ('held', 'committed', 'released', 'expired')),
    expires_at timestamptz not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index reservations_to_expire on reservations (expires_at) where state = 'held';
create index reservations_to_forget on reservations (updated_at) where state in ('released', 'expired');

-- No foreign key on sku: a variant may leave the catalogue while an order still holds its line.
create table reservation_lines (
    key text not null references reservations (key) on delete cascade,
    sku text not null,
    quantity integer not null check (quantity > 0),
    primary key (key, sku)
);
create index reservation_lines_by_sku on reservation_lines (sku);
