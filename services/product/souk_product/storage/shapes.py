"""How rows become the JSON that goes over the wire; each text is an SQL expression."""

from __future__ import annotations

from contracts.product import LOW_STOCK

# of images i
IMAGE = (
    "jsonb_build_object('url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height,"
    " 'color', i.color, 'srcset', i.srcset)"
)


def money(amount: str, currency: str = "v.currency") -> str:
    return f"jsonb_build_object('amount', {amount}, 'currency', {currency})"


def money_or_null(amount: str, currency: str = "v.currency") -> str:
    return f"case when {amount} is null then null else {money(amount, currency)} end"


def stock_left(stock: str) -> str:
    """Of variants v: a small number exactly, more than that is nobody's business."""
    return f"case when v.stock_policy = 'tracked' and {stock} <= {LOW_STOCK} then {stock} end"


def sellable(now: str) -> str:
    """Stock of variants v: what is free, with holds that have lapsed but are not yet cleared away."""
    return f"""(v.stock + coalesce((
        select sum(l.quantity) from reservations r join reservation_lines l on l.key = r.key
        where r.state = 'held' and r.expires_at <= {now} and l.sku = v.sku), 0))::int"""
