-- An authenticator's secret, encrypted with a key that is not in the database.
create table second_factors (
    account_id    uuid   primary key references accounts on delete cascade,
    sealed_secret bytea  not null,
    confirmed_at  timestamptz,           -- null: its first code has not been typed yet, and nobody is asked for one
    last_step     bigint not null default 0 -- of the code that was typed last: it and older ones are used up
);

-- Each is good once, and goes when it is used.
create table recovery_codes (
    account_id uuid  not null references second_factors on delete cascade,
    hash       bytea not null check (length(hash) = 32), -- HMAC
    primary key (account_id, hash)
);

-- Who has proved one factor and is asked for the other, in the browser that proved the first.
create table pending_logins (
    id           uuid        primary key,
    account_id   uuid        not null references accounts on delete cascade,
    browser_hash bytea       not null check (length(browser_hash) = 32),
    expires_at   timestamptz not null,
    tries        integer     not null default 0,
    used_at      timestamptz
);
create index pending_logins_by_expiry on pending_logins (expires_at);
create index pending_logins_of_account on pending_logins (account_id);
