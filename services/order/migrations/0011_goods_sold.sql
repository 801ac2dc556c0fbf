-- Goods of which there was plenty are sold when they are reserved: nothing is left to be committed.
alter table orders add column goods_sold boolean not null default false;
