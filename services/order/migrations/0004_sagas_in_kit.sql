-- Sagas of every kind are kept in kit_sagas (kit/data/sql); a checkout's id there is its order's.
insert into kit_sagas (id, kind, subject, step, give_up_at, waits_until, signal, tries, version, begun_at, moved_at, ended_at)
select order_id, 'checkout', order_id, step, give_up_at, case when step = 'challenged' then give_up_at end, answer, tries,
       version + 1, -- a replica of the release before can save no more
       begun_at, moved_at, case when step in ('done', 'undone') then moved_at end
from sagas;
drop table sagas;
