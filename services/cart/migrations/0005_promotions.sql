-- What takes something off a bag. `used` counts the uses of a limited one, under its row's lock.
create table promotions (
    id uuid primary key,
    name text not null,
    code text unique check (code = upper(code)),  -- null: nobody has to ask for it
    rule jsonb not null,  -- what it gives, for which goods, from which amount on
    starts_at timestamptz,
    ends_at timestamptz check (ends_at > starts_at),
    is_exclusive boolean not null,
    is_paused boolean not null,
    use_limit integer check (use_limit > 0),
    use_limit_per_shopper integer check (use_limit_per_shopper > 0),
    used integer not null default 0 check (used >= 0),
    version integer not null
);
create index automatic_promotions on promotions (id) where code is null and not is_paused;

-- Which orders use or used a promotion: a limited one from before anything is held for the order, the others from
-- when it is confirmed. Who bought is kept as the owner of the bag and a keyed hash of the address.
create table promotion_uses (
    promotion_id uuid not null references promotions,
    order_id uuid not null,
    checkout_id uuid not null,
    owner text not null,
    email_mark text,
    amount bigint not null,  -- what it took off
    used_at timestamptz not null,
    primary key (promotion_id, order_id)
);
create index promotion_uses_by_order on promotion_uses (order_id);
create index promotion_uses_by_checkout on promotion_uses (promotion_id, checkout_id);
create index promotion_uses_by_owner on promotion_uses (promotion_id, owner);
create index promotion_uses_by_email on promotion_uses (promotion_id, email_mark);

-- What each order claimed, or that it came to nothing: whichever is told first keeps the other from happening later.
create table promotion_orders (
    order_id uuid primary key,
    is_given_back boolean not null,
    told_at timestamptz not null
);
create index promotion_orders_by_age on promotion_orders (told_at);

alter table carts add column coupons text[] not null default '{}';
alter table checkouts add column email_mark text;
