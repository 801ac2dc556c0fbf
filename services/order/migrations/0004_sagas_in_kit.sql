-- contract: sagas of before are in kit_sagas
-- Sagas of every kind are kept in kit_sagas (kit/data/sql).
lock table sagas in access exclusive mode;
insert into kit_sagas (id, kind, subject, step, give_up_at, waits_until, signal, tries, version, lease_holder, lease_until,
                       begun_at, moved_at, ended_at)
select order_id, 'checkout', order_id, step, give_up_at, case when step = 'challenged' then give_up_at end, answer, tries,
       version, lease_holder, lease_until, begun_at, moved_at, case when step in ('done', 'undone') then moved_at end
from sagas;
drop table sagas;

-- Replicas of the release before read and write `sagas` until the last of them has stopped: both releases share the
-- same rows, leases and versions. The next release drops the view and the trigger.
create view sagas as
select subject as order_id, step, tries, give_up_at, signal as answer, version, lease_holder, lease_until, begun_at,
       moved_at, id, kind
from kit_sagas where kind = 'checkout';
alter view sagas alter column id set default gen_random_uuid();
alter view sagas alter column kind set default 'checkout';

create function kit_sagas_of_the_release_before() returns trigger language plpgsql as $$
begin
    new.ended_at := coalesce(new.ended_at, case when new.step in ('done', 'undone') then now() end);
    new.waits_until := case when new.step = 'challenged' then coalesce(new.waits_until, new.give_up_at) end;
    return new;
end
$$;
create trigger of_the_release_before before insert or update on kit_sagas for each row
    when (new.kind = 'checkout') execute function kit_sagas_of_the_release_before();
