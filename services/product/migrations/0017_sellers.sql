-- Whose a product is: a team of sellers, or the shop's own. `seller_version` is announced with each change of it.
alter table products
    add column seller_id uuid,
    add column seller_version integer not null default 0;
