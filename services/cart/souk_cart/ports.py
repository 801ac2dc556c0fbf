"""What the cart asks of its store and of other services."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol, Self
from uuid import UUID

from kit.data.idempotency import Answer, RecordId
from souk_cart.domain.cart import Bag, Cart
from souk_cart.domain.checkout import Checkout, DeliveryQuote, OrderedCheckout, Parcel
from souk_cart.domain.claims import Claim
from souk_cart.domain.editing import EditedPromotion
from souk_cart.domain.offers import Asked, Offer
from souk_cart.domain.promotions import Promotion
from souk_cart.domain.taxes import Tax, Taxed


class CartStore(Protocol):
    def transaction(self, once: UUID | str | None = None) -> AbstractAsyncContextManager[Self]:
        """Everything or nothing; a key that was noted before raises AlreadyDone."""
        ...

    async def find_cart(self, owner: str) -> Cart:
        """Empty, and stored nowhere, for an owner who never put anything in."""
        ...

    async def find_bag(self, owner: str, sku: str | None = None, code: str | None = None) -> Bag:
        """With the kept offers of what is in it, and of one more SKU, and with its promotions, and one more code's."""
        ...

    async def find_bag_or_answer(self, owner: str, sku: str, record: RecordId | None) -> Bag | Answer:
        """The bag, or what the same request was answered before."""
        ...

    async def get_cart_to_change(self, owner: str, now: datetime) -> Cart:
        """Locked until the transaction ends."""
        ...

    async def list_carts_to_change(self, owners: Sequence[str], now: datetime) -> Mapping[str, Cart]: ...

    async def find_cart_of_checkout_to_change(self, checkout_id: UUID, cart_id: UUID) -> Cart | None:
        """The cart that has the checkout now: a merge may have moved it since it became an order."""
        ...

    async def save_cart(
        self,
        was: Cart,
        cart: Cart,
        now: datetime,
        record: RecordId | None = None,
        answer: Answer | None = None,
        asked: Asked | None = None,
    ) -> bool:
        """False, and the cart is not saved, when it is no longer as it `was`; the answer is kept with the change.

        `asked` is kept with it, as by `keep_offers`.
        """
        ...

    async def save_saved(self, was: Cart, cart: Cart) -> None:
        """What is kept for later, beside `save_cart` in the same transaction."""
        ...

    async def keep_offers(self, asked: Asked) -> None:
        """Unless they were dropped since they were asked for."""
        ...

    async def drop_offers(self, skus: Collection[str]) -> None: ...
    async def remove_offers_before(self, age: timedelta, most: int) -> int: ...

    async def find_bag_at_checkout(
        self, owner: str, checkout_id: UUID | None = None, email_mark: str | None = None
    ) -> tuple[Bag, Checkout | None]:
        """With the kept offers of what is in it, and its open checkout or this one, with what was quoted of late.

        Promotions know their uses by this address, or by the checkout's own.
        """
        ...

    async def find_checkout(self, checkout_id: UUID) -> tuple[Checkout, Cart] | None:
        """Whoever it belongs to, with the cart that has it now."""
        ...

    async def save_open_checkout(self, checkout: Checkout, now: datetime) -> Checkout:
        """One is open per cart: the second of two at once changes the first one's."""
        ...

    async def move_checkouts(self, from_cart: UUID, to_cart: UUID) -> None:
        """A guest's checkouts follow the lines into the customer's cart; only one of them stays open there."""
        ...

    async def save_ordered(self, was: Cart, cart: Cart, ordered: OrderedCheckout, now: datetime) -> bool:
        """As save_cart, and closes the checkout with it."""
        ...

    async def is_ordered(self, checkout_id: UUID) -> bool: ...
    async def close_checkout(self, ordered: OrderedCheckout, now: datetime) -> None:
        """And keeps which promotions the order used."""
        ...

    async def remove_checkouts_before(self, moment: datetime, most: int) -> int:
        """The oldest, `most` of them at once; gives how many were removed."""
        ...

    async def remove_guests_carts_before(self, moment: datetime, most: int) -> int:
        """As for checkouts; what is in a cart goes with it."""
        ...


class PromotionStore(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Self]: ...

    async def list_promotions(self, after: UUID | None, limit: int) -> Sequence[EditedPromotion]:
        """Newest first."""
        ...

    async def get(self, promotion_id: UUID) -> EditedPromotion: ...

    async def add(self, promotion: Promotion) -> None:
        """Raises CodeTaken, TooManyAutomatic."""
        ...

    async def save(self, promotion: Promotion) -> None:
        """Of the version after the one that is kept; raises PromotionChanged, CodeTaken, TooManyAutomatic."""
        ...

    async def note_order(self, order_id: UUID, now: datetime, *, is_given_back: bool) -> bool:
        """Whether this is news; an order that was given back stays so. Waits for whoever notes the same order."""
        ...

    async def is_given_back(self, order_id: UUID) -> bool: ...

    async def list_to_claim(self, claim: Claim) -> Sequence[Promotion]:
        """With their uses by other checkouts, locked until the transaction ends."""
        ...

    async def add_uses(self, claim: Claim, now: datetime) -> None: ...
    async def remove_uses(self, order_id: UUID) -> None: ...
    async def remove_noted_before(self, moment: datetime, most: int) -> int: ...


class Offers(Protocol):
    async def of(self, skus: Sequence[str]) -> Mapping[str, Offer]:
        """As of now; what is not sold (any more) is left out."""
        ...


class Taxes(Protocol):
    """At hand: it is asked while a bag is locked, so one that asks others keeps what they said."""

    def included_in(self, taxed: Taxed) -> Sequence[Tax]: ...


class Delivery(Protocol):
    async def quote(self, parcel: Parcel) -> DeliveryQuote:
        """Raises NotDeliveredThere for a place that is unknown or not served."""
        ...
