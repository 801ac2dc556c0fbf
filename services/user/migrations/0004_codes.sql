-- Codes that were sent, or would have been: a row is kept for any address, so that asking tells nothing.
create table codes (
    id           uuid        primary key,
    purpose      text        not null check (purpose in ('log-in', 'reset', 'contact')),
    user_type    text        not null check (user_type in ('customer', 'seller', 'admin')),
    account_id   uuid        references accounts on delete cascade, -- null: nobody has such an account
    channel      text        not null,
    sent_to      text        not null,
    code_hash    bytea       not null check (length(code_hash) = 32),    -- HMAC
    browser_hash bytea       not null check (length(browser_hash) = 32),
    expires_at   timestamptz not null,
    tries        integer     not null default 0,
    used_at      timestamptz
);
create index codes_by_expiry on codes (expires_at);
create index codes_of_account on codes (account_id);

-- Both are proved by a code. One number opens one account of a type.
alter table accounts add column email_verified_at timestamptz;
alter table accounts add column verified_phone text; -- digits, with the country's code
create unique index one_account_a_phone on accounts (type, verified_phone) where verified_phone is not null;

alter table sessions drop constraint sessions_ended_because_check;
alter table sessions add constraint sessions_ended_because_check
    check (ended_because in ('signed-out', 'token-reused', 'password-reset'));
