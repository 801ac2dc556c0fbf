-- What somebody would like to have; `owner` as in a bag: customer:<id> or guest:<id>.
create table wishes (
    owner text not null,
    product_id uuid not null,
    handle text not null,
    added_at timestamptz not null,
    primary key (owner, product_id)
);
create index guests_wishes_by_age on wishes (added_at) where owner like 'guest:%';
