-- Stands for a bank on the other side of the world: no other table refers to these, nor they to others.
create table simulated_cards (
    token text primary key,
    behaviour text not null,
    last4 text not null,
    brand text not null,
    kept_at timestamptz not null default now()
);

create table simulated_charges (
    key text primary key,
    token text,
    amount bigint not null,
    currency text not null,
    behaviour text not null,
    last4 text not null,
    state text not null check (state in ('challenged', 'authorised', 'declined', 'captured', 'voided')),
    captures integer not null default 0, -- how often money moved
    begun_at timestamptz not null default now()
);
