-- Answers that are given again when the same request comes again (kit/idempotency.py).
create table kit_idempotency (
    caller      text        not null,
    route       text        not null,
    key         text        not null,
    fingerprint bytea       not null,
    claim       uuid        not null,
    lease_until timestamptz not null,
    expires_at  timestamptz not null,
    status      smallint,
    headers     jsonb,
    body        bytea,
    primary key (caller, route, key)
);
create index kit_idempotency_expires_at on kit_idempotency (expires_at);

-- Counters of rate limits (kit/limits.py). Unlogged: after a crash everybody starts at zero.
create unlogged table kit_limits (
    name    text        not null,
    who     bytea       not null,
    hits    integer     not null,
    ends_at timestamptz not null,
    primary key (name, who)
);
create index kit_limits_ends_at on kit_limits (ends_at);
