-- The simulated bank gives money back, and asks on a page of its own.
alter table simulated_charges
    add column challenge_id text unique, -- of the bank's page; who knows it may answer
    add column return_url text, -- where the shopper goes from there
    add column refunded bigint not null default 0,
    add constraint never_refunded_beyond_captured check (refunded between 0 and amount),
    add constraint only_captured_is_refunded check (refunded = 0 or state = 'captured');

create table simulated_refunds (
    key text primary key,
    charge text not null references simulated_charges,
    amount bigint not null check (amount > 0),
    at timestamptz not null default now()
);
