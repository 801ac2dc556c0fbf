-- What sellers and admins may do; null is an owner, as are all that were there before and those that the last release makes.
alter table accounts add column role text;
-- Of a seller who joined another's; null: the seller's own, under the account's id.
alter table accounts add column organisation uuid;

create table invitations (
    id           uuid        primary key,
    user_type    text        not null check (user_type in ('seller', 'admin')),
    role         text        not null,
    organisation uuid,
    email        text        not null,
    invited_by   uuid        not null references accounts on delete cascade,
    token_hash   bytea       not null unique check (length(token_hash) = 32),
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    accepted_at  timestamptz,
    revoked_at   timestamptz
);
create index invitations_by_expiry on invitations (expires_at);
create index invitations_of_account on invitations (invited_by);

alter table sessions drop constraint sessions_ended_because_check;
alter table sessions add constraint sessions_ended_because_check check (ended_because in (
    'signed-out', 'signed-out-elsewhere', 'token-reused', 'password-reset', 'password-changed', 'removed'));
