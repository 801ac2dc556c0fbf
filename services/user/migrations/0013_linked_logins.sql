-- Who came by a provider alone has no password until they set one. The last release takes null for one that never matches.
alter table accounts alter column password_hash drop not null;

-- Logins at providers (OpenID Connect) that open an account.
create table linked_logins (
    id         uuid        primary key,
    account_id uuid        not null references accounts on delete cascade,
    issuer     text        not null,
    subject    text        not null,
    email      text,
    linked_at  timestamptz not null,
    used_at    timestamptz not null,
    constraint one_account_a_subject unique (issuer, subject),
    constraint one_login_an_issuer unique (account_id, issuer)
);

-- Begun in one browser, until it comes back from the provider; then, if there is an account to be proved first, until that.
create table provider_logins (
    id           uuid        primary key,
    provider     text        not null,
    account_id   uuid        references accounts on delete cascade, -- who asks for a link; null: who wants to come in
    browser_hash bytea       not null check (length(browser_hash) = 32),
    expires_at   timestamptz not null,
    came_back_at timestamptz,
    issuer       text,
    subject      text,
    email        text,
    name         text,
    check ((issuer is null) = (subject is null) and (issuer is null) = (name is null))
);
create index provider_logins_by_expiry on provider_logins (expires_at);
create index provider_logins_of_account on provider_logins (account_id) where account_id is not null;
