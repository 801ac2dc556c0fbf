"""The store of carts in memory, held to its word by the behaviour class that the real one runs too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from kit.data.database import AlreadyDone
from kit.data.idempotency import Answer, IdempotencyKeyReused, RecordId, place_of
from kit.ids import uuid7
from souk_cart.domain.cart import Bag, Cart, empty_cart
from souk_cart.domain.checkout import Checkout, CheckoutState, OrderedCheckout
from souk_cart.domain.offers import Asked, Offer
from souk_cart.testing.promotions import MemoryPromotions


@dataclass
class Rows:
    carts: dict[str, tuple[Cart, datetime]] = field(default_factory=dict[str, tuple[Cart, datetime]])
    checkouts: dict[UUID, tuple[Checkout, datetime]] = field(default_factory=dict[UUID, tuple[Checkout, datetime]])
    keys: set[str] = field(default_factory=set[str])
    answers: dict[tuple[str | None, ...], tuple[bytes, Answer]] = field(
        default_factory=dict[tuple[str | None, ...], tuple[bytes, Answer]]
    )
    offers: dict[str, tuple[Offer | None, datetime]] = field(default_factory=dict[str, tuple[Offer | None, datetime]])

    def copied(self) -> Rows:
        return Rows(dict(self.carts), dict(self.checkouts), set(self.keys), dict(self.answers), dict(self.offers))


class MemoryCarts:
    """One transaction at a time; what it changes is seen by others when it ends well."""

    def __init__(
        self, offers_kept_s: float = 60.0, quotes_kept_s: float = 60.0, promotions: MemoryPromotions | None = None
    ) -> None:
        self.rows = Rows()
        self.promotions = promotions or MemoryPromotions()
        self._quotes_kept_for = timedelta(seconds=quotes_kept_s)
        self._offers_kept_for = timedelta(seconds=offers_kept_s)
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, once: UUID | str | None = None) -> AsyncIterator[Self]:
        async with self._one_at_a_time:
            if once is not None and str(once) in self.rows.keys:
                raise AlreadyDone(once)
            bound = copy(self)
            bound.rows = self.rows.copied()
            if once is not None:
                bound.rows.keys.add(str(once))
            yield bound
            self.rows = bound.rows

    async def find_cart(self, owner: str) -> Cart:
        cart, _ = self.rows.carts.get(owner, (empty_cart(owner), None))
        opened = self._open_checkout_of(owner)
        return replace(cart, checkout_id=opened.id if opened else None)

    async def find_bag(self, owner: str, sku: str | None = None, code: str | None = None) -> Bag:
        return self._bag_with(await self.find_cart(owner), *([sku] if sku else []), codes=[code] if code else [])

    async def find_bag_or_answer(self, owner: str, sku: str, record: RecordId | None) -> Bag | Answer:
        if record and place_of(record) in self.rows.answers:
            fingerprint, answer = self.rows.answers[place_of(record)]
            if fingerprint != record.fingerprint:
                raise IdempotencyKeyReused
            return replace(answer, is_replayed=True)
        return self._bag_with(await self.find_cart(owner), sku)

    async def get_cart_to_change(self, owner: str, now: datetime) -> Cart:
        self.rows.carts.setdefault(owner, (Cart(uuid7(), owner, {}), now))
        return await self.find_cart(owner)

    async def list_carts_to_change(self, owners: Sequence[str], now: datetime) -> Mapping[str, Cart]:
        return {owner: await self.get_cart_to_change(owner, now) for owner in owners}

    async def find_cart_of_checkout_to_change(self, checkout_id: UUID, cart_id: UUID) -> Cart | None:
        checkout, _ = self.rows.checkouts.get(checkout_id, (None, None))
        owner = self._owner_of(checkout.cart_id if checkout else cart_id)
        return await self.find_cart(owner) if owner else None

    async def save_cart(
        self,
        was: Cart,
        cart: Cart,
        now: datetime,
        record: RecordId | None = None,
        answer: Answer | None = None,
        asked: Asked | None = None,
    ) -> bool:
        if asked:
            await self.keep_offers(asked)
        kept, _ = self.rows.carts.get(was.owner, (empty_cart(was.owner), None))
        if (kept.id, kept.version) != (was.id, was.version):
            return False
        self.rows.carts[cart.owner] = (replace(cart, version=was.version + 1), now)
        if record and answer:
            self.rows.answers[place_of(record)] = (record.fingerprint, answer)
        return True

    async def find_bag_at_checkout(
        self, owner: str, checkout_id: UUID | None = None, email_mark: str | None = None
    ) -> tuple[Bag, Checkout | None]:
        bag, checkout = await self.find_bag(owner), self._open_checkout_of(owner)
        if checkout_id:
            checkout = next((each for each in self._checkouts_of(owner) if each.id == checkout_id), None)
        if checkout and checkout.quoted and checkout.quoted.asked_at <= bag.read_at - self._quotes_kept_for:
            checkout = replace(checkout, quoted=None)
        return bag, checkout

    async def find_checkout(self, checkout_id: UUID) -> tuple[Checkout, Cart] | None:
        checkout, _ = self.rows.checkouts.get(checkout_id, (None, None))
        return await self._with_cart(checkout)

    async def save_open_checkout(self, checkout: Checkout, now: datetime) -> Checkout:
        opened = self._open_checkout_of(self._owner_of(checkout.cart_id) or "")
        saved = replace(checkout, id=opened.id) if opened else checkout
        self.rows.checkouts[saved.id] = (saved, now)
        return saved

    async def move_checkouts(self, from_cart: UUID, to_cart: UUID) -> None:
        has_open = self._open_checkout_of(self._owner_of(to_cart) or "") is not None
        for checkout, at in list(self.rows.checkouts.values()):
            if checkout.cart_id == from_cart:
                replaced = has_open and checkout.state is CheckoutState.OPEN
                state = CheckoutState.REPLACED if replaced else checkout.state
                self.rows.checkouts[checkout.id] = (replace(checkout, cart_id=to_cart, state=state), at)

    async def save_ordered(self, was: Cart, cart: Cart, ordered: OrderedCheckout, now: datetime) -> bool:
        is_saved = await self.save_cart(was, cart, now)
        if is_saved:
            await self.close_checkout(ordered, now)
        return is_saved

    async def is_ordered(self, checkout_id: UUID) -> bool:
        checkout, _ = self.rows.checkouts.get(checkout_id, (None, None))
        return checkout is not None and checkout.state is CheckoutState.PLACED

    async def close_checkout(self, ordered: OrderedCheckout, now: datetime) -> None:
        checkout_id = ordered.checkout_id
        if checkout_id in self.rows.checkouts:
            checkout, _ = self.rows.checkouts[checkout_id]
            placed = replace(checkout, state=CheckoutState.PLACED, order=ordered.order)
            self.rows.checkouts[checkout_id] = (placed, now)
            for use in ordered.uses:
                key = (use.promotion_id, ordered.order.id)
                if not self.promotions.kept.promotions[use.promotion_id].is_limited:
                    self.promotions.kept.uses.setdefault(key, (checkout_id, use.amount))

    async def remove_checkouts_before(self, moment: datetime, most: int) -> int:
        old = [key for key, (_, at) in self.rows.checkouts.items() if at < moment][:most]
        for key in old:
            del self.rows.checkouts[key]
        return len(old)

    async def remove_guests_carts_before(self, moment: datetime, most: int) -> int:
        old = [key for key, (_, at) in self.rows.carts.items() if at < moment and key.startswith("guest:")][:most]
        for owner in old:
            for checkout in self._checkouts_of(owner):
                del self.rows.checkouts[checkout.id]
            del self.rows.carts[owner]
        return len(old)

    async def save_saved(self, was: Cart, cart: Cart) -> None:
        """It came with `save_cart`: a cart is one value here."""

    async def keep_offers(self, asked: Asked) -> None:
        for sku, offer in asked.offers.items():
            _, known_at = self.rows.offers.get(sku, (None, None))
            if self._offers_kept_for and (known_at is None or known_at < asked.at):
                self.rows.offers[sku] = (offer, asked.at)

    async def drop_offers(self, skus: Collection[str]) -> None:
        self.rows.offers.update({sku: (None, datetime.now(UTC)) for sku in skus})

    async def remove_offers_before(self, age: timedelta, most: int) -> int:
        old = [sku for sku, (_, at) in self.rows.offers.items() if at < datetime.now(UTC) - age][:most]
        for sku in old:
            del self.rows.offers[sku]
        return len(old)

    def _bag_with(self, cart: Cart, *more: str, codes: Sequence[str] = ()) -> Bag:
        now = datetime.now(UTC)
        known = {sku: self.rows.offers.get(sku, (None, now)) for sku in (*cart.shown_skus, *more)}
        offers = {sku: o for sku, (o, at) in known.items() if o and at > now - self._offers_kept_for}
        return Bag(cart, offers, now, self.promotions.of_a_bag([*cart.coupons, *codes], cart.checkout_id))

    async def _with_cart(self, checkout: Checkout | None) -> tuple[Checkout, Cart] | None:
        owner = self._owner_of(checkout.cart_id) if checkout else None
        return (checkout, await self.find_cart(owner)) if checkout and owner else None

    def _open_checkout_of(self, owner: str) -> Checkout | None:
        return next((each for each in self._checkouts_of(owner) if each.state is CheckoutState.OPEN), None)

    def _owner_of(self, cart_id: UUID) -> str | None:
        return next((owner for owner, (cart, _) in self.rows.carts.items() if cart.id == cart_id), None)

    def _checkouts_of(self, owner: str) -> list[Checkout]:
        cart, _ = self.rows.carts.get(owner, (None, None))
        return [each for each, _ in self.rows.checkouts.values() if cart and each.cart_id == cart.id]
