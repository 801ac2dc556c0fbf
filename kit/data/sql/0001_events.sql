-- What leaves with a transaction: the relay publishes these rows and removes them.
create table kit_outbox (
    position bigint generated always as identity primary key,
    id uuid not null unique,
    subject text not null,
    body text not null, -- the event's JSON, byte for byte as it will be sent
    traceparent text,
    at timestamptz not null default now()
);

-- What was carried out once: an event's id, or another key given to transaction(once=...).
create table kit_inbox (
    key text primary key,
    at timestamptz not null default now()
);
create index kit_inbox_by_age on kit_inbox (at);

-- Messages that could not be handled, kept until an operator replays them.
create table kit_dead_letters (
    id bigint generated always as identity primary key,
    stream text not null,
    sequence bigint not null,
    subject text not null,
    body bytea not null,
    headers jsonb not null,
    error text not null,
    tries integer not null,
    at timestamptz not null default now(),
    replay_asked_at timestamptz,
    replayed_at timestamptz,
    unique (stream, sequence)
);
create index kit_dead_letters_to_replay on kit_dead_letters (id) where replay_asked_at is not null;
