-- Whose products are, as the product service announces it: that team of sellers answers their reviews. A product that is
-- not here is the shop's own. `version` is the announcement's: an older one changes nothing.
create table sellers (
    handle text primary key,
    seller_id uuid,
    version integer not null
);
create index sellers_by_team on sellers (seller_id);
