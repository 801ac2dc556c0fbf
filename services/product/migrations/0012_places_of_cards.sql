-- contract: each card has its place
-- A card knows its place (facet_places), so that what a search finds becomes bits without a look at each product, and a
-- range of prices is read from an index alone. Whoever changes cards waits until all of them know; readers do not.
lock table product_cards in share row exclusive mode;

create function souk_place_of_a_card() returns trigger
    language plpgsql
as $$
begin
    select place into new.place from facet_places where product_id = new.product_id;
    if new.place is null then
        new.place := nextval('facet_places_place_seq');
    end if;
    return new;
end
$$;

-- For who writes cards without one: services of the release before.
create trigger place_of_a_new_card before insert on product_cards for each row when (new.place is null)
    execute function souk_place_of_a_card();

-- As in 0009, but a new product's place is the one that its card has.
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
        insert into facet_places (product_id, place, members) overriding system value
        select n.product_id, c.place, n.members from next n join product_cards c on c.product_id = n.product_id
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

-- No bit turns by this.
alter table product_cards disable trigger facets_of_changed_cards;
update product_cards c set place = p.place from facet_places p where p.product_id = c.product_id;
alter table product_cards enable trigger facets_of_changed_cards;
alter table product_cards alter column place set not null;

drop index cards_by_price;
create index cards_by_price on product_cards (price, product_id) include (place);
create index cards_by_highest_price on product_cards (price_most) include (place);
