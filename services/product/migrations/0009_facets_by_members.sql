-- A change of a card writes only the bits that it turns, one that turns none (a price within its band) writes and locks
-- nothing, and no chunk is searched for what is not any more: what is counted for a product is kept beside its place.
-- Whoever changes cards waits until all of it is known; readers do not.
lock table product_cards in share row exclusive mode;

create type souk_facet_change as (
    chunk integer, facet text, value text, plane smallint, gained bit(8192), lost bit(8192)
);

do $$
begin
    execute format('create aggregate souk_bits(integer, integer) (sfunc = set_bit, stype = bit, initcond = %L)',
                   repeat('0', 8192));
end
$$;

create function souk_facet_members(changed uuid[]) returns table (product_id uuid, members souk_facet_member[])
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

create or replace function souk_keep_facets(changed uuid[]) returns void
    language plpgsql
as $$
declare
    changes souk_facet_change[];
begin
    -- Who changes a card has locked it, so its members are read and written by one at a time.
    with next as materialized (
        select product_id, members from souk_facet_members(changed)
    ), added as (
        insert into facet_places (product_id, members)
        select n.product_id, n.members from next n
        where not exists (select 1 from facet_places p where p.product_id = n.product_id)
        order by n.product_id
        returning place, '{}'::souk_facet_member[] as had, members as has
    ), moved as (
        update facet_places p set members = coalesce(n.members, '{}')
        from unnest(changed) one (product_id) left join next n on n.product_id = one.product_id
        where p.product_id = one.product_id and p.members <> coalesce(n.members, '{}')
        returning p.place, old.members as had, new.members as has
    )
    select array_agg((t.chunk, t.facet, t.value, t.plane, t.gained, t.lost)::souk_facet_change) into changes
    from (
        select m.place / 8192 as chunk, d.facet, d.value, d.plane,
               souk_bits(m.place % 8192, 1) filter (where d.gained) as gained,
               souk_bits(m.place % 8192, 1) filter (where not d.gained) as lost
        from (select * from added union all select * from moved) m cross join lateral (
            select (one).*, true as gained from unnest(m.has) one where one <> all(m.had)
            union all
            select (one).*, false from unnest(m.had) one where one <> all(m.has)) d
        group by 1, 2, 3, 4) t;

    if changes is null then
        return;
    end if;

    -- Two writers of one chunk follow each other, and who writes more than one takes them in order.
    perform pg_advisory_xact_lock(hashtext('souk_product facets'), t.chunk)
    from (select distinct chunk from unnest(changes) order by 1) t;

    merge into facet_bits b using unnest(changes) t
        on b.chunk = t.chunk and b.facet = t.facet and b.value = t.value and b.plane = t.plane
    when matched and bit_count((b.bits & ~t.lost) | t.gained) = 0 then delete
    when matched then update set bits = (b.bits & ~t.lost) | t.gained
    when not matched and bit_count(t.gained) > 0 then
        insert (chunk, facet, value, plane, bits) values (t.chunk, t.facet, t.value, t.plane, t.gained);
end
$$;

create or replace function souk_cards_changed() returns trigger
    language plpgsql
as $$
begin
    if not exists (select 1 from changed) then
        return null;
    end if;
    perform souk_keep_facets(array(select product_id from changed));
    if tg_op = 'DELETE' then
        delete from facet_places f using changed c where f.product_id = c.product_id
            and not exists (select 1 from products p where p.id = f.product_id);
    end if;
    return null;
end
$$;

update facet_places p set members = m.members
from souk_facet_members(array(select product_id from product_cards)) m where m.product_id = p.product_id;
