-- What the list of sessions shows. Sessions of the release before have no name and were seen when they began.
alter table sessions add column device text not null default '';
alter table sessions add column last_seen_at timestamptz;

alter table sessions drop constraint sessions_ended_because_check;
alter table sessions add constraint sessions_ended_because_check
    check (ended_because in ('signed-out', 'signed-out-elsewhere', 'token-reused', 'password-reset', 'password-changed'));
