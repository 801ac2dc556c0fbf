-- Days are told apart by the time inside an id (UUIDv7), so that one primary key knows a repeat and a day is dropped whole.
create function first_id_of(moment timestamptz) returns uuid language sql immutable
    return (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- What visitors did, as their browsers told it.
create table events (
    id uuid primary key,
    kind smallint not null,
    session_id uuid not null,
    person_id uuid,  -- a customer or a guest, where that is known
    handle text,     -- a product's, or a category's slug
    words text,
    results integer
) partition by range (id);
create index events_by_person on events (person_id) where person_id is not null;

-- How far each visit came; steps are bits, so that a step counts once.
create table sessions (
    id uuid primary key,
    person_id uuid,
    steps smallint not null
) partition by range (id);
create index sessions_by_person on sessions (person_id, id) where person_id is not null;

-- A day of both is made ahead and dropped when it is old. Who serves may not change tables, but call this, which can do
-- nothing else.
create function keep_days(first_day date, last_day date) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    parent text;
    day date;
    old text;
begin
    perform pg_advisory_xact_lock(hashtext('souk_activity days'));
    foreach parent in array array['events', 'sessions'] loop
        for day in select generate_series(first_day, last_day, '1 day')::date loop
            if to_regclass(format('public.%I', parent || to_char(day, '_YYYYMMDD'))) is null then
                execute format('create table public.%I partition of public.%I for values from (%L) to (%L)',
                    parent || to_char(day, '_YYYYMMDD'), parent,
                    first_id_of(day::timestamp at time zone 'UTC'), first_id_of((day + 1)::timestamp at time zone 'UTC'));
            end if;
        end loop;
        for old in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                    where i.inhparent = format('public.%I', parent)::regclass
                      and c.relname < parent || to_char(first_day, '_YYYYMMDD') loop
            execute format('drop table public.%I', old);
        end loop;
    end loop;
end $$;

-- What happened in a quarter of an hour: every time zone's day is made of whole quarters. Changed by what happens, never counted anew.
create table slots (
    slot timestamptz primary key,
    sessions integer not null default 0,
    viewing integer not null default 0,   -- of the sessions that began then: those that looked at a product,
    adding integer not null default 0,    -- put something into the bag,
    leaving integer not null default 0,   -- began to check out,
    ordering integer not null default 0,  -- ordered
    searches integer not null default 0,
    orders integer not null default 0,
    units integer not null default 0,
    revenue bigint not null default 0,    -- in the shop's currency's minor unit
    undone integer not null default 0     -- checkouts that came to nothing
);

create table product_slots (
    slot timestamptz not null,
    handle text not null,
    views integer not null default 0,
    adds integer not null default 0,
    units integer not null default 0,
    revenue bigint not null default 0,
    primary key (slot, handle)
);

create table search_slots (
    slot timestamptz not null,
    words text not null,
    searches integer not null default 0,
    without_results integer not null default 0,
    primary key (slot, words)
);

-- The last products that somebody looked at, the latest first.
create table viewed (
    person_id uuid primary key,
    handles text[] not null,
    at timestamptz not null
);
create index viewed_by_age on viewed (at);

-- In how many orders two products stood together; `hint` is what the seed says of a shop without orders.
create table together (
    handle text not null,
    other text not null,
    orders integer not null default 0,
    hint smallint not null default 0,
    last_at timestamptz not null,
    primary key (handle, other)
);
create index together_by_orders on together (handle, orders desc, hint desc, other);
create index together_by_age on together (last_at);

-- Interest that halves every few days, as the logarithm of what it would be at one fixed moment: so time changes no order, and
-- nothing has to be counted down.
create table popular (
    handle text primary key,
    rank float8 not null,
    is_seeded boolean not null default false
);
create index popular_by_rank on popular (rank desc, handle);

-- Who of the shop's people changed what. Written once; not even this service can change it.
create table trail (
    id uuid primary key,
    at timestamptz not null,
    service text not null,
    actor_id uuid not null,
    actor_type text not null,
    action text not null,
    subject_ids jsonb not null
);
create index trail_by_time on trail (at desc, id desc);
create index trail_by_actor on trail (actor_id, at desc, id desc);
create index trail_by_subject on trail using gin (subject_ids);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The trail is written once: % is refused.', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger trail_stays before update or delete or truncate on trail execute function refuse_change();

-- What the seed has brought once it never brings again.
create table seeded (
    name text primary key
);

select keep_days((now() at time zone 'UTC')::date - 2, (now() at time zone 'UTC')::date + 2);
