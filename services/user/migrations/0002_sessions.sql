-- A session is a family of refresh tokens: each rotation adds one, and reuse of an old one ends the family.
create table sessions (
    id uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    started_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    ended_because text check (ended_because in ('signed-out', 'token-reused')),
    check ((ended_at is null) = (ended_because is null))
);
create index sessions_of_account on sessions (account_id);
create index sessions_by_expiry on sessions (expires_at);

create table refresh_tokens (
    hash bytea primary key check (length(hash) = 32),
    session_id uuid not null references sessions on delete cascade,
    issued_at timestamptz not null,
    rotated_at timestamptz
);
create index refresh_tokens_of_session on refresh_tokens (session_id);
-- A family has one living token at most.
create unique index one_living_token on refresh_tokens (session_id) where rotated_at is null;

create table login_failures (
    counter text primary key,  -- 'account:<type>:<sha256 of the e-mail>' or 'address:<ip>'
    failures integer not null check (failures >= 0),
    last_at timestamptz not null,
    locked_until timestamptz
);
create index login_failures_by_age on login_failures (last_at);
