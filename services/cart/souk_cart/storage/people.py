"""Customers' bags and what they used of promotions."""

from __future__ import annotations

from kit.data.people import PostgresPeople, Section

OWNER = "'customer:' || person.id"


class PostgresCartPeople(PostgresPeople):
    sections = (
        Section(
            "bag",
            f"""select c.id::text, jsonb_build_object(
                       'updated_at', c.updated_at, 'coupons', c.coupons,
                       'lines', (select jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity))
                                   from cart_lines l where l.cart_id = c.id),
                       'saved_for_later', (select jsonb_agg(jsonb_build_object('sku', s.sku, 'quantity', s.quantity))
                                             from saved_lines s where s.cart_id = c.id))
                  from carts c, person where c.owner = {OWNER}""",
        ),
        Section(
            "checkouts",
            f"""select k.id::text, jsonb_build_object('state', k.state, 'contact', k.contact, 'address', k.address,
                       'delivery', k.delivery, 'updated_at', k.updated_at, 'order_number', k.order_number)
                  from checkouts k join carts c on c.id = k.cart_id, person where c.owner = {OWNER}""",
        ),
        Section(
            "promotions used",
            f"""select u.order_id || ' ' || u.promotion_id, jsonb_build_object(
                       'promotion', p.name, 'code', p.code, 'took_off', u.amount, 'used_at', u.used_at)
                  from promotion_uses u join promotions p on p.id = u.promotion_id, person where u.owner = {OWNER}""",
        ),
    )
    forgetting = (
        "delete from carts where owner = 'customer:' || $1::uuid",
        # How often a promotion was used is still true.
        "update promotion_uses set owner = 'nobody', email_mark = null where owner = 'customer:' || $1::uuid",
    )
