"""What the cart asks of its store and of other services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, Self
from uuid import UUID

from contracts.money import Money
from souk_cart.domain.cart import Cart
from souk_cart.domain.checkout import Checkout, DeliveryQuote, OrderReference
from souk_cart.domain.offers import Offer


class CartStore(Protocol):
    def transaction(self, once: UUID | str | None = None) -> AbstractAsyncContextManager[Self]:
        """Everything or nothing; a key that was noted before raises AlreadyDone."""
        ...

    async def find_cart(self, owner: str) -> Cart:
        """Empty, and stored nowhere, for an owner who never put anything in."""
        ...

    async def get_cart_to_change(self, owner: str, now: datetime) -> Cart:
        """Locked until the transaction ends."""
        ...

    async def list_carts_to_change(self, owners: Sequence[str], now: datetime) -> Mapping[str, Cart]: ...

    async def find_cart_of_checkout_to_change(self, checkout_id: UUID, cart_id: UUID) -> Cart | None:
        """The cart that has the checkout now: a merge may have moved it since it became an order."""
        ...

    async def save_cart(self, cart: Cart, now: datetime) -> Cart: ...
    async def find_open_checkout(self, owner: str) -> Checkout | None: ...
    async def find_checkout_of(self, owner: str, checkout_id: UUID) -> Checkout | None: ...

    async def save_open_checkout(self, checkout: Checkout, now: datetime) -> Checkout:
        """One is open per cart: the second of two at once changes the first one's."""
        ...

    async def move_checkouts(self, from_cart: UUID, to_cart: UUID) -> None:
        """A guest's checkouts follow the lines into the customer's cart; only one of them stays open there."""
        ...

    async def is_ordered(self, checkout_id: UUID) -> bool: ...
    async def close_checkout(self, checkout_id: UUID, order: OrderReference, now: datetime) -> None: ...

    async def remove_checkouts_before(self, moment: datetime, most: int) -> int:
        """The oldest, `most` of them at once; gives how many were removed."""
        ...

    async def remove_guests_carts_before(self, moment: datetime, most: int) -> int:
        """As for checkouts; what is in a cart goes with it."""
        ...


class Offers(Protocol):
    async def of(self, skus: Sequence[str]) -> Mapping[str, Offer]:
        """As of now; what is not sold (any more) is left out."""
        ...

    async def recent(self, skus: Sequence[str]) -> Mapping[str, Offer]:
        """Perhaps a moment old: good enough to show."""
        ...

    def drop(self, skus: Iterable[str]) -> None:
        """What was remembered of them is asked for again."""
        ...


class Delivery(Protocol):
    async def quote(self, country: str, postal_code: str, weight_grams: int, subtotal: Money) -> DeliveryQuote:
        """Raises NotDeliveredThere for a place that is unknown or not served."""
        ...
