-- A customer who leaves: nobody signs in any more, and the account goes once every service has forgotten them.
alter table accounts add column closed_at timestamptz;
alter table codes drop constraint codes_purpose_check;
alter table codes add constraint codes_purpose_check
    check (purpose in ('log-in', 'reset', 'contact', 'sign-up', 'deletion')
           and (purpose = 'sign-up') = (newcomer_name is not null));

create table deletions (
    id         uuid        primary key,
    account_id uuid        not null unique references accounts on delete cascade,
    holders    text[]      not null, -- services that are asked
    forgotten  text[]      not null, -- those that have answered
    asked_at   timestamptz not null
);

-- What all services hold on a customer, gathered for them.
create table exports (
    id         uuid        primary key,
    account_id uuid        not null references accounts on delete cascade,
    holders    text[]      not null,
    answered   text[]      not null,
    asked_at   timestamptz not null,
    ready_at   timestamptz,
    expires_at timestamptz,
    document   bytea
);
alter table exports alter column document set storage external; -- compressed already
create index exports_of_account on exports (account_id, id);
create unique index one_export_under_way on exports (account_id) where ready_at is null;
create index exports_by_expiry on exports (expires_at) where expires_at is not null;

create table export_parts (
    export_id uuid  not null references exports on delete cascade,
    holder    text  not null,
    page      int   not null,
    items     jsonb not null,
    primary key (export_id, holder, page)
);
