-- How often in a row product could not say whether it is there.
alter table stock_returns add column failures int not null default 0;
