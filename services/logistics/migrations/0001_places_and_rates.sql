-- Where Souk delivers, at what charge and how fast: loaded from data/<country>/ by souk_logistics.seed.
create table countries (
    country char(2) primary key,
    currency char(3) not null,
    code_pattern text not null,
    time_zone text not null,
    order_cutoff_hour smallint not null check (order_cutoff_hour between 0 and 23),
    rest_days text[] not null,
    cash_on_delivery_up_to bigint not null,
    fingerprint text not null -- of the loaded files: an unchanged country is not loaded again
);

create table zones (
    country char(2) not null references countries on delete cascade,
    code text not null,
    name text not null,
    cash_on_delivery boolean not null,
    serviceable boolean not null,
    primary key (country, code)
);

create table methods (
    country char(2) not null references countries on delete cascade,
    code text not null,
    name text not null,
    position smallint not null,
    primary key (country, code)
);

create table rates (
    country char(2) not null,
    zone text not null,
    method text not null,
    days_min smallint not null check (days_min >= 0),
    days_max smallint not null check (days_max >= days_min),
    steps jsonb not null, -- [[up to grams, charge in minor units], ...] ascending
    per_extra_kg bigint not null check (per_extra_kg >= 0),
    primary key (country, zone, method),
    foreign key (country, zone) references zones on delete cascade,
    foreign key (country, method) references methods on delete cascade
);

create table places (
    country char(2) not null references countries on delete cascade,
    code text not null,
    place text not null,
    district text not null,
    region text not null,
    zone text not null,
    primary key (country, code)
);
