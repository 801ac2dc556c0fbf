-- What the product service said of a SKU and when it was asked; null since it announced a change, so that an answer
-- that was under way then is not kept. Unlogged: it is asked again after a crash.
create unlogged table kept_offers (
    sku text primary key,
    offer json,
    asked_at timestamptz not null
);
create index kept_offers_by_age on kept_offers (asked_at);
