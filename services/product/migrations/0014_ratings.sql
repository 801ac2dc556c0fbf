-- How reviews rate a product, as the reviews service announces it. `rating_version` is the announcement's: an older one
-- changes nothing.
alter table products add column rating_version integer not null default 0;

-- Of a card: the average in hundredths, 0 without reviews, and the order of "best rated" (storage/cards.py).
-- Services of the release before write neither, and cards keep what they have.
alter table product_cards
    add column rating smallint not null default 0,
    add column rating_rank integer not null default 0;
create index cards_by_rating on product_cards (rating_rank desc, product_id desc);

-- As in 0009, with the facet `rating`: what has so many stars and up.
create or replace function souk_facet_members(changed uuid[]) returns table (product_id uuid, members souk_facet_member[])
    language sql stable parallel safe
as $$
    with plane as (
        select v.product_id, v.options, v.available,
               (row_number() over (partition by v.product_id order by v.position, v.id) - 1)::smallint as number
        from variants v where v.product_id = any(changed)
    ), member as (
        select c.product_id, f.facet, f.value, -1::smallint as plane
        from product_cards c cross join lateral (
            select 'any' as facet, '' as value
            union all select 'in_stock', '' where c.available
            union all select 'on_sale', '' where c.on_sale
            union all select 'category', unnest(c.categories)
            union all select 'tag', unnest(c.tags)
            union all select 'rating', stars::text from unnest(array[3, 4]) stars where c.rating >= stars * 100
            union all select 'price', b.low::text from souk_price_bands() b
                      where c.price_most >= b.low and (b.high is null or c.price <= b.high)
            union all select 'option.' || replace(split_part(term, '=', 1), chr(31), '='),
                             substr(term, strpos(term, '=') + 1) from unnest(c.terms) term) f
        where c.product_id = any(changed)
        union all
        select p.product_id, f.facet, f.value, p.number
        from plane p join product_cards c on c.product_id = p.product_id cross join lateral (
            select 'any' as facet, '' as value
            union all select 'in_stock', '' where p.available
            union all select 'option.' || o.key, o.value from jsonb_each_text(p.options) o) f
    )
    select m.product_id, array_agg((m.facet, m.value, m.plane)::souk_facet_member order by m.plane, m.facet, m.value)
    from member m group by m.product_id
$$;
