-- Orders that wait for their payment hold goods: few per shopper, and not too many from one address.
alter table orders add column placed_from text, -- a hash
    add column goods_scarce boolean not null default false;
create index orders_pending on orders (placed_from) where state = 'pending';
