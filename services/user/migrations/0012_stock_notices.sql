-- Who waits for what is sold out; `owner` as in a wishlist. Guests say where to write to, customers are known.
create table stock_waits (
    id uuid primary key, -- of its time: who asked first is told first
    owner text not null,
    product_id uuid not null,
    sku text not null, -- empty: any variant
    handle text not null,
    email text,
    language text,
    asked_at timestamptz not null,
    unique (owner, product_id, sku),
    check ((owner like 'guest:%') = (email is not null))
);
create index stock_waits_of_product on stock_waits (product_id, id);
create index stock_waits_of_email on stock_waits (email) where email is not null;
create index stock_waits_by_age on stock_waits (asked_at);

-- What is back and has more people waiting than are told at once.
create table stock_returns (
    sku text primary key,
    id uuid not null, -- of the fact
    product_id uuid not null,
    handle text not null,
    title text not null,
    options jsonb not null,
    next_at timestamptz not null
);

-- Hashes of addresses whose owners want no notice that somebody else may ask for.
create table stock_notices_unwanted (
    mark bytea primary key,
    at timestamptz not null
);
create index stock_notices_unwanted_by_age on stock_notices_unwanted (at);
