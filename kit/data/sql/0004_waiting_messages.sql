-- A message that waits for an outage to end is kept here before its stream could forget it. It is no dead letter: it is
-- tried again by itself at next_try_at.
alter table kit_dead_letters add column waiting boolean not null default false;
alter table kit_dead_letters add column next_try_at timestamptz;
create index kit_dead_letters_waiting on kit_dead_letters (next_try_at) where waiting;
