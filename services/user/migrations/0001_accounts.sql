create table accounts (
    id uuid primary key,
    type text not null check (type in ('customer', 'seller', 'admin')),
    email text not null,  -- canonical: trimmed, lower case
    name text not null,
    phone text,
    password_hash text not null,
    created_at timestamptz not null,
    unique (type, email)
);

create table addresses (
    id uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    name text not null,
    phone text not null,
    line1 text not null,
    line2 text not null,
    city text not null,
    state text not null,
    postal_code text not null,
    country text not null,
    is_default boolean not null,
    created_at timestamptz not null
);
create index addresses_of_account on addresses (account_id, created_at);
create unique index one_default_address on addresses (account_id) where is_default;
