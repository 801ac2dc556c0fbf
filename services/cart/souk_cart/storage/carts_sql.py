"""The statements of bags, checkouts and kept offers; what becomes of them stands in carts.py."""

from __future__ import annotations

from kit.data.idempotency import answer_of, keeping_answer
from kit.data.transaction import NOT_FORCED
from souk_cart.storage.promotions import OF_A_BAG, keeping_uses

CART_COLUMNS = """
           c.id as cart_id, c.owner, c.version, c.coupons,
           coalesce((select json_object_agg(l.sku, l.quantity order by l.position)
                       from cart_lines l where l.cart_id = c.id), '{}') as lines,
           coalesce((select json_object_agg(s.sku, s.quantity order by s.position)
                       from saved_lines s where s.cart_id = c.id), '{}') as saved,
           (select o.id from checkouts o where o.cart_id = c.id and o.state = 'open') as open_checkout_id"""
CART = f"select {CART_COLUMNS} from carts c"
BAG_COLUMNS = f"""{CART_COLUMNS},
           (select json_agg(f.offer) from kept_offers f
             where f.sku = any(array(select l.sku from cart_lines l where l.cart_id = c.id
                               union all select s.sku from saved_lines s where s.cart_id = c.id) || $2::text)
               and f.offer is not null and f.asked_at > now() - make_interval(secs => $3)) as offers,
           {OF_A_BAG} as promotions, now() as read_at"""
BAG = f"""
    select {BAG_COLUMNS}, a.*
      from (values ($1::text)) asked (owner)
      left join carts c on c.owner = asked.owner
      left join checkouts k on k.cart_id = c.id and k.state = 'open'
      left join lateral ({answer_of(6)}) a on true"""
# A bag that is new, or still of the version it was read with. Its parts see no writes of each other, only what they
# return: no row from `saved` and nothing happens at all.
CHANGE = """
    with saved as (
        insert into carts as c (id, owner, version, updated_at, coupons) values ($1, $2, 1, $4, $8)
        on conflict (owner) do update set version = c.version + 1, updated_at = $4, coupons = $8 where c.version = $3
        returning c.version),
    gone as (
        delete from cart_lines where cart_id = $1 and sku = any($5::text[]) and exists (select from saved)),
    put as (
        insert into cart_lines (cart_id, sku, quantity)
        select $1, l.sku, l.quantity
          from saved, unnest($6::text[], $7::int[]) with ordinality l (sku, quantity, place) order by l.place
        on conflict (cart_id, sku) do update set quantity = excluded.quantity)"""
ANSWERED = f"{CHANGE}, answered as ({keeping_answer(9, after='saved')})"
SAVE = f"{ANSWERED} select true from saved"
SAVE_ORDERED = f"""{CHANGE}, closed as (
        update checkouts set state = 'placed', order_id = $10, order_number = $11, updated_at = $4
         where id = $9 and exists (select from saved)),
    used as ({keeping_uses("$9", "$10", "$4", "$12", "$13", after="saved")})
    select true from saved"""
CLOSE = f"""
    with closed as (
        update checkouts set state = 'placed', order_id = $2, order_number = $3, updated_at = $4 where id = $1
        returning id)
    {keeping_uses("$1", "$2", "$4", "$5", "$6", after="closed")}"""


def _keeping_offers(first: int, beside: str = "") -> str:
    """Those that were asked for last, and after all that dropped them; three parameters."""
    return f"""insert into kept_offers as f (sku, offer, asked_at)
               select o.sku, o.offer::json, ${first + 2}
                 from unnest(${first}::text[], ${first + 1}::text[]) o (sku, offer){beside} order by o.sku
               on conflict (sku) do update set offer = excluded.offer, asked_at = excluded.asked_at
                where f.asked_at < excluded.asked_at"""


SAVE_AND_KEEP = f"{ANSWERED}, kept as ({_keeping_offers(16)}) select true from saved"
KEEP_OFFERS = _keeping_offers(1, f", {NOT_FORCED}")
CHECKOUT_COLUMNS = "k.id, k.state, k.contact, k.address, k.delivery, k.order_id, k.order_number, k.email_mark"
BAG_AT_CHECKOUT = f"""
    select {BAG_COLUMNS}, {CHECKOUT_COLUMNS}, k.quoted_at,
           case when k.quoted_at > now() - make_interval(secs => $6) then k.quoted end as quoted
      from carts c left join checkouts k on k.cart_id = c.id and (k.id = $7 or ($7 is null and k.state = 'open'))
     where c.owner = $1"""
CHECKOUT = f"select {CHECKOUT_COLUMNS}, {CART_COLUMNS} from checkouts k join carts c on c.id = k.cart_id"
# Another replica's batch is passed over, so that none waits for the other.
OLD_CHECKOUTS = "select id from checkouts where updated_at < $1 order by updated_at limit $2 for update skip locked"
OLD_GUESTS_CARTS = """select id from carts where owner like 'guest:%' and updated_at < $1
                       order by updated_at limit $2 for update skip locked"""
OLD_OFFERS = """select sku from kept_offers where asked_at < now() - $1::interval
                 order by asked_at limit $2 for update skip locked"""
