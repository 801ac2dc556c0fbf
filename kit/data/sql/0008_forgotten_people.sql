-- Who was forgotten here, as a hash: what was announced of them before may arrive after it (kit/data/people.py).
create function kit_mark_of(person uuid) returns bytea language sql immutable
    return sha256(convert_to('forgotten ' || person::text, 'UTF8'));

create table kit_forgotten (
    mark bytea primary key,
    at timestamptz not null default now()
);
create index kit_forgotten_by_age on kit_forgotten (at);
