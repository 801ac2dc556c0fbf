-- SKUs of which there was none and then some, because a hold ended: told once that has lasted a while.
create table returns_to_settle (
    sku text primary key,
    since timestamptz not null
);
