"""All the SQL of the cart service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from contracts.order import Recipient
from kit.data.database import PostgresStore
from kit.data.documents import Document, Documents, Stored
from kit.ids import uuid7
from souk_cart.domain.cart import Cart, empty_cart
from souk_cart.domain.checkout import Checkout, CheckoutState, Contact, OrderReference

CART = """
    select c.id, c.owner, c.version,
           coalesce((select json_agg(json_build_array(l.sku, l.quantity) order by l.position)
                       from cart_lines l where l.cart_id = c.id), '[]') as lines,
           (select k.id from checkouts k where k.cart_id = c.id and k.state = 'open') as checkout_id
      from carts c"""
CHECKOUT_COLUMNS = "k.id, k.cart_id, k.state, k.contact, k.address, k.delivery, k.order_id, k.order_number"
CHECKOUT = f"select {CHECKOUT_COLUMNS} from checkouts k"
# Another replica's batch is passed over, so that none waits for the other.
OLD_CHECKOUTS = "select id from checkouts where updated_at < $1 order by updated_at limit $2 for update skip locked"
OLD_GUESTS_CARTS = """select id from carts where owner like 'guest:%' and updated_at < $1
                       order by updated_at limit $2 for update skip locked"""


class StoredContact(Stored):
    email: str
    phone: str
    name: str


class StoredAddress(Stored):
    name: str
    phone: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str


def _with_second_line(document: Document) -> Document:
    return {"line2": "", **document}


CONTACTS = Documents(StoredContact)
ADDRESSES = Documents(StoredAddress, _with_second_line)


class PostgresCarts(PostgresStore):
    # carts

    async def find_cart(self, owner: str) -> Cart:
        """Empty, and kept nowhere, for an owner who never put anything in."""
        row = await self.fetchrow(f"{CART} where c.owner = $1", owner)
        return _cart(row) if row else empty_cart(owner)

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
        return {row["owner"]: _cart(row) for row in rows}

    async def find_cart_of_checkout_to_change(self, checkout_id: UUID, cart_id: UUID) -> Cart | None:
        """The cart that has the checkout now: a merge may have moved it since it became an order."""
        while True:
            found = await self.fetchval("select cart_id from checkouts where id = $1", checkout_id) or cart_id
            await self.fetchval("select id from carts where id = $1 for update", found)
            now = await self.fetchval("select cart_id from checkouts where id = $1", checkout_id) or cart_id
            if now == found:
                break
        row = await self.fetchrow(f"{CART} where c.id = $1", found)
        return _cart(row) if row else None

    async def save_cart(self, cart: Cart, now: datetime) -> Cart:
        version = await self.fetchval(
            """with gone as (delete from cart_lines where cart_id = $1 and not sku = any($2::text[])),
                    kept as (insert into cart_lines (cart_id, sku, quantity)
                             select $1, l.sku, l.quantity
                               from unnest($2::text[], $3::int[]) with ordinality l (sku, quantity, place)
                              order by l.place
                             on conflict (cart_id, sku) do update set quantity = excluded.quantity
                                where cart_lines.quantity <> excluded.quantity)
               update carts set version = version + 1, updated_at = $4 where id = $1 returning version""",
            cart.id, list(cart.quantities), list(cart.quantities.values()), now,
        )  # fmt: skip
        return replace(cart, version=version)

    async def remove_guests_carts_before(self, moment: datetime, most: int) -> int:
        return _count(await self.execute(f"delete from carts where id = any(array({OLD_GUESTS_CARTS}))", moment, most))

    # checkouts

    async def find_open_checkout(self, owner: str) -> Checkout | None:
        row = await self.fetchrow(
            f"{CHECKOUT} join carts c on c.id = k.cart_id where c.owner = $1 and k.state = 'open'", owner
        )
        return _checkout(row) if row else None

    async def find_checkout_of(self, owner: str, checkout_id: UUID) -> Checkout | None:
        row = await self.fetchrow(
            f"{CHECKOUT} join carts c on c.id = k.cart_id where c.owner = $1 and k.id = $2", owner, checkout_id
        )
        return _checkout(row) if row else None

    async def save_open_checkout(self, checkout: Checkout, now: datetime) -> Checkout:
        """One is open per cart: the second of two at once changes the first one's."""
        row = await self.fetchrow(
            f"""insert into checkouts as k (id, cart_id, state, contact, address, delivery, updated_at)
               values ($1, $2, 'open', $3, $4, $5, $6)
               on conflict (cart_id) where state = 'open' do update
                  set contact = $3, address = $4, delivery = $5, updated_at = $6
               returning {CHECKOUT_COLUMNS}""",
            checkout.id, checkout.cart_id, CONTACTS.written(checkout.contact), ADDRESSES.written(checkout.address),
            checkout.delivery_code, now,
        )  # fmt: skip
        assert row is not None
        return _checkout(row)

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

    async def is_ordered(self, checkout_id: UUID) -> bool:
        return await self.fetchval("select state = 'placed' from checkouts where id = $1", checkout_id) or False

    async def close_checkout(self, checkout_id: UUID, order: OrderReference, now: datetime) -> None:
        await self.execute(
            """update checkouts set state = 'placed', order_id = $2, order_number = $3, updated_at = $4
                where id = $1""",
            checkout_id, order.id, order.number, now,
        )  # fmt: skip

    async def remove_checkouts_before(self, moment: datetime, most: int) -> int:
        return _count(await self.execute(f"delete from checkouts where id = any(array({OLD_CHECKOUTS}))", moment, most))


def _count(said: str) -> int:
    """PostgreSQL's "DELETE 5"."""
    return int(said.split()[-1])


def _cart(row: asyncpg.Record) -> Cart:
    return Cart(row["id"], row["owner"], dict(row["lines"]), row["version"], row["checkout_id"])


def _checkout(row: asyncpg.Record) -> Checkout:
    kept: dict[str, Any] = dict(row)
    return Checkout(
        id=kept["id"],
        cart_id=kept["cart_id"],
        state=CheckoutState(kept["state"]),
        contact=Contact(**dict(CONTACTS.read(kept["contact"]))),
        address=Recipient(**dict(ADDRESSES.read(kept["address"]))),
        delivery_code=kept["delivery"],
        order=OrderReference(kept["order_id"], kept["order_number"]) if kept["order_id"] else None,
    )
