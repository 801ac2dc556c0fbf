-- Facets are counted by bits: for every value one bit a product, so that a count is an "and" and not a walk over
-- products. Kept by triggers in the transaction that changes a card, whoever changes it.

-- Of the price facet, both ends included, in minor units; steps that suit most currencies.
create function souk_price_bands() returns table (low bigint, high bigint)
    language sql immutable parallel safe
as $$
    values (0::bigint, 49999::bigint), (50000, 99999), (100000, 199999), (200000, 499999), (500000, 999999), (1000000, null)
$$;

-- Which bit is a product's. Kept while the product is, also where it is not shown. No foreign key: it would take the
-- place away before the bits of a product that is deleted are taken back.
create table facet_places (
    product_id uuid primary key,
    place integer not null unique generated always as identity (minvalue 0 start 0)
);

-- A chunk has 8,192 places. `plane` is -1 for the product as a whole; one variant must fit all chosen options, so
-- the products' first variants are plane 0, their second ones plane 1, and so on.
create table facet_bits (
    chunk integer not null,
    facet text not null,  -- any, category, tag, price, on_sale, in_stock, option.<name>
    value text not null,
    plane smallint not null,
    bits bit(8192) not null,
    primary key (chunk, facet, value, plane)
);
-- Rare values are runs of zeros.
alter table facet_bits set (toast_tuple_target = 128);
alter table facet_bits alter column bits set storage main;

create function souk_bits_of(places integer[]) returns bit(8192)
    language sql immutable parallel safe
as $$
    select coalesce(bit_or(set_bit(repeat('0', 8192)::bit(8192), place % 8192, 1)), repeat('0', 8192)::bit(8192))
    from unnest(places) place
$$;

create function souk_keep_facets(changed uuid[]) returns void
    language plpgsql
as $$
begin
    insert into facet_places (product_id)
    select c.product_id from product_cards c
    where c.product_id = any(changed) and not exists (select 1 from facet_places p where p.product_id = c.product_id)
    order by c.product_id
    on conflict do nothing;

    -- Two writers of one chunk follow each other, and who writes more than one takes them in order.
    perform pg_advisory_xact_lock(hashtext('souk_product facets'), t.chunk)
    from (select distinct place / 8192 as chunk from facet_places where product_id = any(changed) order by 1) t;

    with touched as materialized (
        select product_id, place, place / 8192 as chunk from facet_places where product_id = any(changed)
    ), plane as (
        select product_id, options, available,
               row_number() over (partition by product_id order by position, id) - 1 as number
        from variants where product_id = any(changed)
    ), member as (
        select c.product_id, f.facet, f.value, -1 as plane
        from product_cards c cross join lateral (
            select 'any' as facet, '' as value
            union all select 'in_stock', '' where c.available
            union all select 'on_sale', '' where c.on_sale
            union all select 'category', unnest(c.categories)
            union all select 'tag', unnest(c.tags)
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
    ), wanted as (
        select t.chunk, m.facet, m.value, m.plane, souk_bits_of(array_agg(t.place)) as bits
        from member m join touched t on t.product_id = m.product_id group by 1, 2, 3, 4
    ), mask as (
        select chunk, souk_bits_of(array_agg(place)) as bits from touched group by chunk
    ), known as (
        select b.*, b.bits & ~m.bits as others, b.bits & m.bits as mine from facet_bits b join mask m on m.chunk = b.chunk
    ), next as (
        select chunk, facet, value, plane,
               coalesce(k.others | w.bits, w.bits, k.others) as bits
        from known k full join wanted w using (chunk, facet, value, plane)
        where k.mine is distinct from coalesce(w.bits, souk_bits_of('{}'))
    )
    merge into facet_bits b using next n
        on b.chunk = n.chunk and b.facet = n.facet and b.value = n.value and b.plane = n.plane
    when matched and bit_count(n.bits) = 0 then delete
    when matched then update set bits = n.bits
    when not matched then insert (chunk, facet, value, plane, bits) values (n.chunk, n.facet, n.value, n.plane, n.bits);
end
$$;

create function souk_cards_changed() returns trigger
    language plpgsql
as $$
begin
    if exists (select 1 from changed) then
        perform souk_keep_facets(array(select product_id from changed));
        delete from facet_places f using changed c where f.product_id = c.product_id
            and not exists (select 1 from products p where p.id = f.product_id);
    end if;
    return null;
end
$$;

create trigger facets_of_new_cards after insert on product_cards referencing new table as changed
    for each statement execute function souk_cards_changed();
create trigger facets_of_changed_cards after update on product_cards referencing new table as changed
    for each statement execute function souk_cards_changed();
create trigger facets_of_dropped_cards after delete on product_cards referencing old table as changed
    for each statement execute function souk_cards_changed();

select souk_keep_facets(array(select product_id from product_cards));

-- The cards of the category that they lie in themselves, in the shop's own order.
create index cards_by_leaf on product_cards ((categories[cardinality(categories)]), standing desc, product_id desc);
