-- What most reservations are: a new key, and so much on the shelf that no page shows a difference afterwards. Deciding
-- and keeping it is one statement, so that a variant that all want is locked for no longer than that and its commit.
-- Anything else changes nothing and gives no row: souk_product/actions/reservations.py decides it then.
create function reserve_of_plenty(
    new_key text, new_state text, until timestamptz, now_at timestamptz, skus text[], quantities integer[], low_stock integer
) returns table (sku text, stock integer, is_limited boolean) language plpgsql as $$
#variable_conflict use_column
begin
    insert into reservations (key, state, expires_at, created_at, updated_at)
    values (new_key, new_state, until, now_at, now_at) on conflict (key) do nothing;
    if not found then
        return;
    end if;
    -- Locked in the one order of all who lock variants (souk_product/storage/stock.py).
    perform from variants v where v.sku = any(skus) order by v.sku for update;
    if (select count(*) from unnest(skus, quantities) l (sku, quantity) join variants v on v.sku = l.sku
        where v.stock_policy <> 'tracked' or v.stock - l.quantity > low_stock) < cardinality(skus) then
        delete from reservations where key = new_key;
        return;
    end if;
    insert into reservation_lines (key, sku, quantity)
    select new_key, l.sku, l.quantity from unnest(skus, quantities) l (sku, quantity);
    return query update variants v set stock = v.stock - l.quantity from unnest(skus, quantities) l (sku, quantity)
        where v.sku = l.sku returning v.sku, v.stock, v.stock_policy = 'tracked';
end
$$;
