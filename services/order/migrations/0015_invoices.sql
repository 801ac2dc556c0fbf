-- Invoices and credit notes. A row is written once: its document is what was issued.
create table invoices (
    id         uuid        primary key,
    kind       text        not null check (kind in ('invoice', 'credit_note')),
    number     text        not null unique,
    year       text        not null, -- the financial year, as the number says it
    place      integer     not null check (place > 0),
    order_id   uuid        not null references orders on delete cascade,
    refund_id  uuid        unique references refunds on delete cascade,
    issued_at  timestamptz not null,
    document   jsonb       not null,
    unique (kind, year, place),
    check ((kind = 'credit_note') = (refund_id is not null))
);
create unique index one_invoice_per_order on invoices (order_id) where kind = 'invoice';
create index invoices_of_order on invoices (order_id);
create index invoices_by_date on invoices (issued_at, id);

-- The last place that was given away of each series. Who takes one holds its row until their transaction ends, so a
-- place that came to nothing is given away again; and no number is dated before the one below it.
create table invoice_series (
    kind    text        not null,
    year    text        not null,
    last    integer     not null,
    last_at timestamptz not null,
    primary key (kind, year)
);

create function take_invoice_places(
    of_kind text, of_year text, many integer, at timestamptz, out first integer, out issued_at timestamptz
) language sql as $$
    insert into invoice_series as series values (of_kind, of_year, many, at)
    on conflict (kind, year) do update
    set last = series.last + many, last_at = greatest(series.last_at, excluded.last_at)
    returning last - many + 1, last_at
$$;

create function invoices_stay_as_they_are() returns trigger language plpgsql as $$
begin
    raise exception 'invoice % stays as it was issued', old.number using errcode = 'restrict_violation';
end
$$;
create trigger stay_as_they_are before update on invoices for each row execute function invoices_stay_as_they_are();

-- What still has to be written: found without a look at all orders, also where a replica of the last release moved them.
alter table orders add column invoiced boolean not null default false;
create index orders_to_invoice on orders (id) where not invoiced and state in ('shipped', 'delivered');
alter table refunds add column credited boolean not null default false;
create index refunds_to_credit on refunds (id) where not credited and state = 'done';
