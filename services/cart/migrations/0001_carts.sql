create table carts (
    id uuid primary key,
    owner text not null unique,  -- 'customer:<uuid>' or 'guest:<uuid>'
    version bigint not null default 0,
    updated_at timestamptz not null
);
create index guests_carts_by_age on carts (updated_at) where owner like 'guest:%';

-- Price, stock and title are the product service's; a line is only a wish.
create table cart_lines (
    cart_id uuid not null references carts on delete cascade,
    sku text not null,
    quantity integer not null check (quantity between 1 and 99),
    position bigint generated always as identity,
    primary key (cart_id, sku)
);

create table checkouts (
    id uuid primary key,
    cart_id uuid not null references carts on delete cascade,
    state text not null check (state in ('open', 'placed', 'replaced')),
    contact jsonb not null,
    address jsonb not null,
    delivery text not null,
    updated_at timestamptz not null
);
create unique index one_open_checkout on checkouts (cart_id) where state = 'open';
create index checkouts_of_cart on checkouts (cart_id);
create index checkouts_by_age on checkouts (updated_at);
