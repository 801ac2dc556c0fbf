-- How far each checkout has come. `step` names the call that may be under way, so the row is the intent to make it.
create table sagas (
    order_id uuid primary key references orders on delete cascade,
    step text not null,
    tries integer not null default 0,
    give_up_at timestamptz not null, -- business time
    answer text,
    version integer not null default 1, -- a save by anyone but the last writer is refused
    lease_holder uuid,
    lease_until timestamptz, -- the database's time: replicas' clocks differ
    begun_at timestamptz not null default now(),
    moved_at timestamptz not null default now()
);

create index sagas_unfinished on sagas (lease_until) where step not in ('done', 'undone');
