-- What leaves with a transaction as mail or text message; the service's postman sends it (kit/mailing).
create table kit_mails (
    id           uuid        primary key,        -- its Message-ID
    kind         text        not null,           -- which template
    channel      text        not null,
    address      text,                           -- who it goes to; forgotten with the facts once it is over
    name         text        not null,
    language     text,
    facts        jsonb       not null,
    code_until   timestamptz,                    -- a code: sent once at most, and not after
    traceparent  text,
    written_at   timestamptz not null default now(),
    state        text        not null default 'waiting' check (state in ('waiting', 'sent', 'parked', 'dropped')),
    under_way    boolean     not null default false, -- somebody has begun to send it, until next_try_at
    tries        integer     not null default 0,
    next_try_at  timestamptz not null default now(),
    reason       text,                           -- why it was not sent, the last time
    ended_at     timestamptz,
    check ((state = 'waiting') = (ended_at is null))
);
create index kit_mails_waiting on kit_mails (next_try_at) where state = 'waiting';
create index kit_mails_ended on kit_mails (ended_at) where ended_at is not null;
create index kit_mails_parked on kit_mails (id) where state = 'parked';
