"""Bags, checkouts and kept offers in PostgreSQL.

A bag is changed by one statement that finds it as it was read, or changes nothing: its version counts every change of
its lines, so no lock is held between reading and saving.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from kit.data.database import Database, PostgresStore
from kit.data.idempotency import Answer, RecordId, kept_by, place_of, read_answer
from kit.ids import uuid7
from souk_cart.domain.cart import Bag, Cart, empty_cart
from souk_cart.domain.checkout import Checkout, OrderedCheckout
from souk_cart.domain.offers import Asked
from souk_cart.storage.carts_sql import (
    BAG,
    BAG_AT_CHECKOUT,
    CART,
    CHECKOUT,
    CLOSE,
    KEEP_OFFERS,
    OLD_CHECKOUTS,
    OLD_GUESTS_CARTS,
    OLD_OFFERS,
    SAVE,
    SAVE_AND_KEEP,
    SAVE_ORDERED,
)
from souk_cart.storage.documents import (
    ADDRESSES,
    CONTACTS,
    bag_of,
    cart_of,
    checkout_of,
    document_of_quote,
    json_of,
)

NEVER_SAVED = -1  # the version of a bag that nobody has kept yet


class PostgresCarts(PostgresStore):
    def __init__(self, database: Database, offers_kept_s: float = 60.0, quotes_kept_s: float = 60.0) -> None:
        super().__init__(database)
        self._offers_kept_s = offers_kept_s
        self._quotes_kept_s = quotes_kept_s

    # carts

    async def find_cart(self, owner: str) -> Cart:
        """Empty, and kept nowhere, for an owner who never put anything in."""
        row = await self.fetchrow(f"{CART} where c.owner = $1", owner)
        return cart_of(row) if row else empty_cart(owner)

    async def find_bag(self, owner: str, sku: str | None = None, code: str | None = None) -> Bag:
        return bag_of(await self._row_of_bag(owner, sku, code, None), owner)

    async def find_bag_or_answer(self, owner: str, sku: str, record: RecordId | None) -> Bag | Answer:
        row = await self._row_of_bag(owner, sku, None, record)
        answer = read_answer(record, row)
        if answer is not None:
            return answer
        return bag_of(row, owner)

    async def _row_of_bag(
        self, owner: str, sku: str | None, code: str | None, record: RecordId | None
    ) -> asyncpg.Record:
        row = await self.fetchrow(BAG, owner, sku, self._offers_kept_s, code, None, *place_of(record))
        assert row is not None
        return row

    async def get_cart_to_change(self, owner: str, now: datetime) -> Cart:
        """The cart's row is locked until the transaction ends."""
        return (await self.list_carts_to_change([owner], now))[owner]

    async def list_carts_to_change(self, owners: Sequence[str], now: datetime) -> dict[str, Cart]:
        """Locked in one order everywhere, so that two merges wait for each other instead of for ever."""
        for owner in sorted(owners):
            await self.execute(
                "insert into carts (id, owner, updated_at) values ($1, $2, $3) on conflict do nothing",
                uuid7(), owner, now,
            )  # fmt: skip
        locked = await self.fetch(
            "select id from carts where owner = any($1::text[]) order by owner for update", list(owners)
        )
        # Read after the lock: what another transaction did while we waited is seen only by a new statement.
        rows = await self.fetch(f"{CART} where c.id = any($1::uuid[])", [row["id"] for row in locked])
        return {row["owner"]: cart_of(row) for row in rows}

    async def find_cart_of_checkout_to_change(self, checkout_id: UUID, cart_id: UUID) -> Cart | None:
        """The cart that has the checkout now: a merge may have moved it since it became an order."""
        while True:
            found = await self.fetchval("select cart_id from checkouts where id = $1", checkout_id) or cart_id
            await self.fetchval("select id from carts where id = $1 for update", found)
            now = await self.fetchval("select cart_id from checkouts where id = $1", checkout_id) or cart_id
            if now == found:
                break
        row = await self.fetchrow(f"{CART} where c.id = $1", found)
        return cart_of(row) if row else None

    async def save_cart(
        self,
        was: Cart,
        cart: Cart,
        now: datetime,
        record: RecordId | None = None,
        answer: Answer | None = None,
        asked: Asked | None = None,
    ) -> bool:
        kept = self._to_keep(asked) if asked else ()
        sql = SAVE_AND_KEEP if kept else SAVE
        return await self.fetchval(sql, *_change(was, cart, now), *kept_by(record, answer), *kept) is not None

    async def save_saved(self, was: Cart, cart: Cart) -> None:
        put = {sku: many for sku, many in cart.saved.items() if was.saved.get(sku) != many}
        gone = [sku for sku in was.saved if sku not in cart.saved]
        await self.execute(
            """with gone as (delete from saved_lines where cart_id = $1 and sku = any($2::text[]))
               insert into saved_lines (cart_id, sku, quantity)
               select $1, s.sku, s.quantity from unnest($3::text[], $4::int[]) with ordinality s (sku, quantity, place)
                order by s.place
               on conflict (cart_id, sku) do update set quantity = excluded.quantity""",
            was.id, gone, list(put), list(put.values()),
        )  # fmt: skip

    async def remove_guests_carts_before(self, moment: datetime, most: int) -> int:
        return _count(await self.execute(f"delete from carts where id = any(array({OLD_GUESTS_CARTS}))", moment, most))

    # checkouts

    async def find_bag_at_checkout(
        self, owner: str, checkout_id: UUID | None = None, email_mark: str | None = None
    ) -> tuple[Bag, Checkout | None]:
        kept_s = self._offers_kept_s
        row = await self.fetchrow(
            BAG_AT_CHECKOUT, owner, None, kept_s, None, email_mark, self._quotes_kept_s, checkout_id
        )
        if row is None:
            return await self.find_bag(owner), None
        return bag_of(row, owner), checkout_of(row) if row["id"] else None

    async def find_checkout(self, checkout_id: UUID) -> tuple[Checkout, Cart] | None:
        row = await self.fetchrow(f"{CHECKOUT} where k.id = $1", checkout_id)
        return (checkout_of(row), cart_of(row)) if row else None

    async def save_open_checkout(self, checkout: Checkout, now: datetime) -> Checkout:
        """One is open per cart: the second of two at once changes the first one's."""
        kept_id = await self.fetchval(
            """insert into checkouts (id, cart_id, state, contact, address, delivery, updated_at, quoted, quoted_at,
                                      email_mark)
               values ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9)
               on conflict (cart_id) where state = 'open' do update
                  set contact = $3, address = $4, delivery = $5, updated_at = $6, quoted = $7, quoted_at = $8,
                      email_mark = $9
               returning id""",
            checkout.id, checkout.cart_id, CONTACTS.written(checkout.contact), ADDRESSES.written(checkout.address),
            checkout.delivery_code, now, document_of_quote(checkout.quoted),
            checkout.quoted.asked_at if checkout.quoted else None, checkout.email_mark,
        )  # fmt: skip
        return replace(checkout, id=kept_id)

    async def move_checkouts(self, from_cart: UUID, to_cart: UUID) -> None:
        """A guest's checkouts follow the lines into the customer's cart; only one of them stays open there."""
        await self.execute(
            """update checkouts g
                  set cart_id = $2,
                      state = case when g.state = 'open' and exists (
                                       select 1 from checkouts c where c.cart_id = $2 and c.state = 'open')
                                   then 'replaced' else g.state end
                where g.cart_id = $1""",
            from_cart, to_cart,
        )  # fmt: skip

    async def save_ordered(self, was: Cart, cart: Cart, ordered: OrderedCheckout, now: datetime) -> bool:
        order = ordered.order
        closing = (ordered.checkout_id, order.id, order.number)
        saved = await self.fetchval(SAVE_ORDERED, *_change(was, cart, now), *closing, *_uses(ordered))
        return saved is not None

    async def is_ordered(self, checkout_id: UUID) -> bool:
        return await self.fetchval("select state = 'placed' from checkouts where id = $1", checkout_id) or False

    async def close_checkout(self, ordered: OrderedCheckout, now: datetime) -> None:
        order = ordered.order
        await self.execute(CLOSE, ordered.checkout_id, order.id, order.number, now, *_uses(ordered))

    async def remove_checkouts_before(self, moment: datetime, most: int) -> int:
        return _count(await self.execute(f"delete from checkouts where id = any(array({OLD_CHECKOUTS}))", moment, most))

    # offers

    async def keep_offers(self, asked: Asked) -> None:
        if kept := self._to_keep(asked):
            await self.execute(KEEP_OFFERS, *kept)

    def _to_keep(self, asked: Asked) -> tuple[object, ...]:
        """The parameters of KEEP_OFFERS and the last of SAVE_AND_KEEP; none where nothing is kept."""
        if not self._offers_kept_s or not asked.offers:
            return ()
        return list(asked.offers), [json_of(offer) for offer in asked.offers.values()], asked.at

    async def drop_offers(self, skus: Collection[str]) -> None:
        """The moment stays: an answer that was asked for before it is not kept any more."""
        await self.execute(
            """insert into kept_offers (sku, offer, asked_at)
               select sku, null, clock_timestamp() from unnest($1::text[]) sku group by sku order by sku
               on conflict (sku) do update set offer = null, asked_at = excluded.asked_at""",
            list(skus),
        )

    async def remove_offers_before(self, age: timedelta, most: int) -> int:
        return _count(await self.execute(f"delete from kept_offers where sku = any(array({OLD_OFFERS}))", age, most))


def _change(was: Cart, cart: Cart, now: datetime) -> tuple[object, ...]:
    """The parameters of CHANGE."""
    put = {sku: quantity for sku, quantity in cart.quantities.items() if was.quantities.get(sku) != quantity}
    gone = [sku for sku in was.quantities if sku not in cart.quantities]
    version = NEVER_SAVED if was.id is None else was.version
    return cart.id, cart.owner, version, now, gone, list(put), list(put.values()), list(cart.coupons)


def _uses(ordered: OrderedCheckout) -> tuple[list[UUID], list[int]]:
    return [use.promotion_id for use in ordered.uses], [use.amount for use in ordered.uses]


def _count(said: str) -> int:
    """PostgreSQL's "DELETE 5"."""
    return int(said.split()[-1])
