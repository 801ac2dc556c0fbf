"""The statements of storage/catalogue_writes.py; each takes a batch of rows as one JSON array."""

KEPT_PICTURES = """
select p.handle, i.* from images i join products p on p.id = i.product_id
where p.handle = any($1) and not i.placeholder
"""

WAITING_FOR_PICTURES = """
select distinct p.handle from images i join products p on p.id = i.product_id
where i.placeholder and i.source like 'seed:%'
"""

ADD_CATEGORY = """
insert into categories (id, slug, name, parent_id, position, lineage)
select $1, $2::text, $3, parent.id,
       (select count(*) from categories where parent_id is not distinct from parent.id),
       coalesce(parent.lineage, '{}') || $2::text
from (select 1) one left join categories parent on parent.slug = $4
on conflict (slug) do nothing
"""

OWNERS = "select v.sku, p.handle from variants v join products p on p.id = v.product_id where v.sku = any($1)"

HELD = """
select l.sku, sum(l.quantity)::int as quantity from reservations r join reservation_lines l on l.key = r.key
where r.state = 'held' and l.sku = any($1) group by l.sku
"""

KNOWN = "select handle, id from products where handle = any($1)"

# Of products that are known, those that are already what the rows say, with as much on the shelf.
UNCHANGED = """
with asked as materialized (
    select x.*, p.id from jsonb_to_recordset($1::jsonb) x (handle text, title text, vendor text, description_html text,
        category text, tags text[], options jsonb, attributes jsonb, seo_title text, seo_description text,
        published boolean, variants jsonb, pictures jsonb)
    join products p on p.handle = x.handle join categories c on c.id = p.category_id
    where (p.title, p.vendor, p.description_html, c.slug, p.tags, p.options, p.attributes, p.seo_title,
           p.seo_description, p.published)
        = (x.title, x.vendor, x.description_html, x.category, x.tags, x.options, x.attributes, x.seo_title,
           x.seo_description, x.published)
), held as materialized (
    select l.sku, sum(l.quantity)::int as quantity from reservations r join reservation_lines l on l.key = r.key
    where r.state = 'held' group by l.sku
), variant as (
    select v.product_id, jsonb_agg(jsonb_build_object(
        'sku', v.sku, 'position', v.position, 'options', v.options, 'price', v.price, 'compare_at', v.compare_at,
        'currency', v.currency, 'stock_policy', v.stock_policy, 'weight_grams', v.weight_grams,
        'image_position', v.image_position,
        'stock', case when v.stock_policy = 'untracked' then 0 else v.stock + coalesce(h.quantity, 0) end)
        order by v.position) as variants
    from asked a join variants v on v.product_id = a.id left join held h on h.sku = v.sku group by v.product_id
), picture as (
    select i.product_id, jsonb_agg(jsonb_build_object(
        'position', i.position, 'source', i.source, 'url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height,
        'color', i.color, 'srcset', i.srcset, 'placeholder', i.placeholder) order by i.position) as pictures
    from asked a join images i on i.product_id = a.id group by i.product_id
)
select a.handle from asked a join variant v on v.product_id = a.id left join picture i on i.product_id = a.id
where v.variants = a.variants and coalesce(i.pictures, '[]') = a.pictures
"""

# Of products that are new, with all that their variants have.
OPEN_STOCK = """
insert into stock_movements (sku, change, reason, at)
select sku, stock, 'opening', $2 from variants where product_id = any($1) and stock <> 0
"""

# Everybody locks variants in SKU order; also those that a product is about to lose. What is held must not change
# while it is counted.
LOCK_VARIANTS = """
select count(*) from (
    select 1 from variants where sku = any($1) or product_id = any($2) order by sku for update) locked
"""

SAVE_PRODUCTS = """
update products p set
    title = x.title, vendor = x.vendor, description_html = x.description_html, category_id = c.id, tags = x.tags,
    options = x.options, attributes = x.attributes, seo_title = x.seo_title, seo_description = x.seo_description,
    published = x.published, updated_at = $2
from jsonb_to_recordset($1::jsonb) x (handle text, title text, vendor text, description_html text, category text,
    tags text[], options jsonb, attributes jsonb, seo_title text, seo_description text, published boolean)
join categories c on c.slug = x.category
where p.handle = x.handle
"""

DROP_OTHER_VARIANTS = """
with dropped as (
    delete from variants v where v.product_id = any($1)
    and not exists (select 1 from unnest($2::text[]) kept (sku) where kept.sku = v.sku) returning sku, stock)
insert into stock_movements (sku, change, reason, at) select sku, -stock, 'removed', $3 from dropped where stock <> 0
"""

# Stock is given to new ones only; of those that are there it is counted (storage/stock.py). xmax is 0 on a row that
# this statement inserted.
SAVE_VARIANTS = """
insert into variants (id, product_id, sku, position, options, price, compare_at, currency, stock,
                      stock_policy, weight_grams, image_position)
select x.id, x.product_id, x.sku, x.position, x.options, x.price, x.compare_at, x.currency,
       greatest(0, x.stock - coalesce(h.quantity, 0)), x.stock_policy, x.weight_grams, x.image_position
from jsonb_to_recordset($1::jsonb) x (id uuid, product_id uuid, sku text, position int, options jsonb,
    price bigint, compare_at bigint, currency text, stock int, stock_policy text,
    weight_grams int, image_position int)
left join (select l.sku, sum(l.quantity)::int as quantity from reservation_lines l
           join reservations r on r.key = l.key where r.state = 'held' group by l.sku) h on h.sku = x.sku
order by x.sku
on conflict (sku) do update set
    position = excluded.position, options = excluded.options, price = excluded.price,
    compare_at = excluded.compare_at, currency = excluded.currency, stock_policy = excluded.stock_policy,
    weight_grams = excluded.weight_grams, image_position = excluded.image_position
where variants.product_id = excluded.product_id
returning sku, stock, xmax = 0 as is_new, new.available and not old.available as is_back
"""

ADD_PICTURES = """
insert into images (product_id, position, source, url, alt, width, height, color, srcset, placeholder)
select x.product_id, x.position, x.source, x.url, x.alt, x.width, x.height, x.color, x.srcset, x.placeholder
from jsonb_to_recordset($1::jsonb) x (product_id uuid, position int, source text, url text, alt text, width int,
    height int, color text, srcset jsonb, placeholder boolean)
"""

ADD_SWATCHES = """
insert into swatches (name, color) select * from unnest($1::text[], $2::text[]) on conflict (name) do nothing
"""
