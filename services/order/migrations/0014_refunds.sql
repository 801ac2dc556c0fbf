-- What is given back of what was taken, a part at a time. A row is the intent; whoever adds one holds its order's lock.
create table refunds (
    id       uuid        primary key,
    order_id uuid        not null references orders on delete cascade,
    key      text        not null, -- of the request: the same again is the same refund
    state    text        not null check (state in ('pending', 'done', 'refused')),
    amount   bigint      not null check (amount > 0),
    document jsonb       not null, -- its lines, their shares, the reason
    asked_by uuid        not null,
    asked_at timestamptz not null,
    ended_at timestamptz,
    unique (order_id, key)
);

-- Done ones summed: never more than the order came to, whatever code is wrong.
alter table orders
    add column refunded bigint not null default 0,
    add constraint orders_never_refunded_beyond_total
        check (refunded between 0 and (document -> 'totals' -> 'total' ->> 'amount')::bigint);
