-- How far each saga has come (kit/sagas). `step` names the call that may be under way, so the row is the intent to make it.
create table kit_sagas (
    id           uuid        primary key,
    kind         text        not null, -- which definition carries it
    subject      uuid        not null, -- what it is about, such as an order
    step         text        not null,
    give_up_at   timestamptz not null, -- business time: the way forward ends here
    waits_until  timestamptz,          -- business time: until then it is somebody else's turn
    signal       text,                 -- what that somebody said
    tries        integer     not null default 0, -- above 0: the step's call may have been made before
    failures     integer     not null default 0, -- unexpected errors in a row
    error        text,                 -- the last of them; the reason of a parked saga
    retry_at     timestamptz,          -- the database's time, as all that follow
    parked_at    timestamptz,          -- waits for an operator
    version      integer     not null default 1, -- a save by anyone but the last writer is refused
    lease_holder uuid,
    lease_until  timestamptz,          -- replicas' clocks differ
    begun_at     timestamptz not null default now(),
    moved_at     timestamptz not null default now(),
    ended_at     timestamptz
);
-- No column that changes from step to step is indexed, so that a step's update stays cheap.
create unique index kit_sagas_one_live on kit_sagas (kind, subject) where ended_at is null;
create index kit_sagas_subject on kit_sagas (kind, subject, id);
