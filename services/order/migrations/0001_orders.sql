-- Orders as they were placed. Lines, contact, address, delivery and totals are what was true then, so they are documents.
create table orders (
    id uuid primary key,
    number text not null unique,
    checkout_id uuid not null,
    checkout_key text unique, -- buyer/idempotency key; null once a failure that was ours is undone
    cart_id uuid not null,
    customer_id uuid,
    guest_id uuid,
    state text not null check (state in ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
    payment_method text not null,
    payment_state text not null check (payment_state in
        ('pending', 'authorised', 'captured', 'voided', 'refunded', 'declined', 'due', 'collected')),
    payment_token text,
    payment_last4 text,
    payment_question text,
    lines jsonb not null,
    totals jsonb not null,
    contact jsonb not null,
    address jsonb not null,
    delivery jsonb not null,
    failure jsonb,
    timeline jsonb not null, -- [{at, state, text}], only ever longer
    placed_at timestamptz not null,
    check (customer_id is not null or guest_id is not null),
    -- The shop keeps its word only for money that is taken or due, and undoes nothing that it still charges for.
    check (state not in ('confirmed', 'shipped', 'delivered') or payment_state in ('captured', 'refunded', 'due', 'collected')),
    check (state <> 'cancelled' or payment_state in ('voided', 'declined', 'refunded'))
);

-- A checkout becomes at most one order; one that came to nothing may be tried again.
create unique index orders_one_live_per_checkout on orders (checkout_id) where state <> 'cancelled';
create index orders_of_customer on orders (customer_id, id desc) where failure is null;
