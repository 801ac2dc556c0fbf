-- What the broker has taken in, for as long as its streams keep it: announced again where a stream is lost, or is newer
-- than the databases after a restore (docs/decisions/0047). Rows come by the relay, in the transaction that ends them in
-- kit_outbox, and under the position that they had there.
create table kit_announced (
    position bigint not null,
    id uuid not null,
    subject text not null,
    body text not null,
    traceparent text,
    at timestamptz not null default now()
);
create index kit_announced_by_age on kit_announced (at);
