-- A placed order that is cancelled, and what is refunded: the quarter of an hour in which it was sold stays as it was.
alter table slots
    add column cancelled integer not null default 0,
    add column given_back bigint not null default 0; -- in the shop's currency's minor unit
