-- Guests who look for an order by its number and e-mail address. A row is kept for any of them, so that asking tells nothing.
create table lookups (
    id           uuid        primary key,
    order_id     uuid        references orders on delete cascade, -- null: there is no such order, or it is an account's
    code_hash    bytea       not null check (length(code_hash) = 32), -- HMAC
    browser_hash bytea       not null check (length(browser_hash) = 32),
    expires_at   timestamptz not null,
    tries        integer     not null default 0,
    used_at      timestamptz
);
create index lookups_by_expiry on lookups (expires_at);
create index lookups_of_order on lookups (order_id);
