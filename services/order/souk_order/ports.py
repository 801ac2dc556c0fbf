"""What the order service asks of stores and of others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol, Self
from uuid import UUID

from contracts.money import Money
from kit.http.auth import Shopper
from kit.mail import Mail
from souk_order.domain.invoices import Invoice
from souk_order.domain.lookups import Lookup
from souk_order.domain.orders import Order
from souk_order.domain.payments import (
    Captured,
    CaptureRefused,
    Card,
    ChallengeAnswer,
    ChargeState,
    Refunded,
    Voided,
)
from souk_order.domain.placing import PendingOrders, PlacingLimits
from souk_order.domain.quotes import Held, Line, Quote
from souk_order.domain.refunds import Refund
from souk_order.domain.simulation import BankQuestion
from souk_order.domain.webhooks import ProviderEvent


class OrderStore(Protocol):
    def transaction(self, once: UUID | str | None = None) -> AbstractAsyncContextManager[Self]: ...
    def joined(self, other: Any, /) -> Any: ...
    async def find(self, order_id: UUID, /) -> Order | None: ...
    async def get(self, order_id: UUID, /) -> Order: ...
    async def find_by_number(self, number: str) -> Order | None: ...

    async def list_of_ids(self, order_ids: Collection[UUID]) -> Sequence[Order]: ...

    async def find_earlier(self, checkout_key: str, checkout_id: UUID) -> Order | None:
        """The order of the same request, else a live one of the same checkout."""
        ...

    async def list_of(self, customer_id: UUID, before: UUID | None, limit: int) -> Sequence[Order]:
        """Newest first; attempts that came to nothing are left out."""
        ...

    async def count_pending(self, order: Order) -> PendingOrders:
        """How many others of its shopper, and from its address, may still become one."""
        ...

    async def add(self, order: Order, most: PlacingLimits) -> None:
        """Raises OrderExists, in a transaction maybe at its end: its checkout key or its checkout has one, too many
        others wait, or too many payments from its address were declined; of those that come at once with one buyer or
        from one address each sees the one before it."""
        ...

    async def save(self, order: Order, /) -> Order:
        """Keep what can change of an order, and publish its events and post its mails in the same transaction."""
        ...

    async def save_moves(self, moves: Sequence[tuple[Order, Order]]) -> None:
        """Where each was as it was read, and where its parcel took it; mails and invoices go into the same transaction.

        All or none: raises OrderMovedOn where one has moved since; in a transaction, maybe at its end.
        """
        ...


class RefundStore(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Self]: ...
    def joined(self, other: Any, /) -> Any: ...

    async def open_books(self, order_id: UUID) -> tuple[Order, Sequence[Refund]]:
        """An order, locked until the transaction ends, and all its refunds; raises OrderNotFound."""
        ...

    async def list_of(self, order_id: UUID) -> Sequence[Refund]: ...
    async def get(self, refund_id: UUID, /) -> Refund: ...
    async def add(self, refund: Refund) -> None: ...

    async def save(self, refund: Refund, /) -> Refund:
        """Where it is done, its order's payment is refunded once all of it is given back; tells and writes of it."""
        ...


class InvoiceStore(Protocol):
    """Invoices and credit notes; what is issued never changes."""

    def transaction(self) -> AbstractAsyncContextManager[Self]: ...
    def joined(self, other: Any, /) -> Any: ...

    async def issue(self, drafts: Sequence[Invoice]) -> None:
        """In a transaction: drafts of one kind get the next numbers of its series, without a gap and in their order."""
        ...

    async def list_of(self, order_id: UUID) -> Sequence[Invoice]:
        """The invoice first, then what corrects it."""
        ...

    async def list_between(self, begins: datetime, ends: datetime, most: int) -> Sequence[Invoice]: ...

    async def lock_uninvoiced(self, most: int) -> Sequence[Order]:
        """Orders whose goods have left without an invoice; other processes pass them by until the transaction ends."""
        ...

    async def lock_uncredited(self, most: int) -> Sequence[tuple[Invoice, Refund]]:
        """Done refunds of invoiced orders without a credit note, in the same way."""
        ...


class InvoiceDocuments(Protocol):
    async def draw(self, invoice: Invoice) -> bytes:
        """A PDF in the language of the order; raises DocumentUnavailable."""
        ...


class LookupStore(Protocol):
    """Guests who look for an order by a code."""

    def transaction(self) -> AbstractAsyncContextManager[Self]: ...
    async def add(self, lookup: Lookup) -> None: ...

    async def find_to_try(self, lookup_id: UUID, browser_hash: bytes) -> Lookup | None:
        """Locked, so that of two tries at once each is counted."""
        ...

    async def save(self, lookup: Lookup) -> None: ...
    async def post(self, mail: Mail) -> None: ...
    async def remove_before(self, moment: datetime) -> None: ...


class Checkouts(Protocol):
    """The cart's."""

    async def quote(self, checkout_id: UUID, shopper: Shopper) -> Quote:
        """What a shopper's checkout comes to now.

        Raises CheckoutNotFound, CheckoutNotReady, CheckoutReplaced, CheckoutAlreadyOrdered.
        """
        ...

    async def claim(self, order: Order) -> None:
        """Its limited promotions are this order's, all or none, until it is cancelled; raises PromotionUsedUp."""
        ...

    async def close(self, order: Order) -> None:
        """The checkout is this order now, and its lines leave the bag; saying it again changes nothing."""
        ...


class Stock(Protocol):
    """Reservations by key; each verb may be repeated."""

    async def reserve(self, key: str, lines: Sequence[Line], ttl_s: float) -> Held:
        """Hold all lines or none, or sell them where there is plenty.

        Raises OutOfStock, StockRefused, or ReservationExpired when the time is over.
        """
        ...

    async def sell(self, key: str, lines: Sequence[Line]) -> None:
        """Reserve and commit at once; raises as `reserve` does."""
        ...

    async def renew(self, key: str, ttl_s: float) -> None:
        """Hold for another while; raises ReservationExpired."""
        ...

    async def commit(self, key: str) -> None:
        """What is held leaves the stock; raises ReservationExpired."""
        ...

    async def release(self, key: str) -> None:
        """Give back what is held or committed; nothing to give back is fine."""
        ...


class Parcels(Protocol):
    """Logistics'."""

    async def stop(self, order_id: UUID) -> None:
        """Nothing is sent for this order, also where its event has not arrived there; raises ParcelUnderWay."""
        ...


class PaymentProvider(Protocol):
    """Any way to pay. Every call carries a key: repeating it changes nothing."""

    async def authorise(self, key: str, amount: Money, token: str | None, return_url: str) -> ChargeState:
        """Hold the amount; a shopper who has to answer elsewhere comes back to `return_url` by GET."""
        ...

    async def find(self, key: str) -> ChargeState | None:
        """How a charge stands; None when the provider never saw its key."""
        ...

    async def answer(self, key: str, answer: ChallengeAnswer) -> ChargeState:
        """Pass on what the shopper answers to a Confirm."""
        ...

    async def capture(self, key: str) -> Captured | CaptureRefused:
        """Take the amount that is held."""
        ...

    async def void(self, key: str) -> Voided | Captured:
        """Let go of what is held, and refuse what may still arrive under this key; what is taken stays so."""
        ...

    async def refund(self, key: str, refund_key: str, amount: Money) -> Refunded:
        """Give back a part or all of what was taken, once for each refund key; raises RefundRefused beyond that."""
        ...


class Webhooks(Protocol):
    """What one provider sends by itself."""

    def read(self, headers: Mapping[str, str], body: bytes) -> ProviderEvent | None:
        """None for a kind that means nothing here; raises WebhookRefused unless the provider signed it just now."""
        ...


class SimulatedProvider(Protocol):
    """Stands for what a card provider itself would serve: the form for a card, and the page that asks the shopper."""

    async def keep_card(self, number: str) -> Card: ...
    async def forget_cards(self) -> None: ...
    async def find_question(self, challenge_id: str) -> BankQuestion | None: ...

    async def answer_question(self, challenge_id: str, answer: ChallengeAnswer) -> str | None:
        """Gives the address to send the shopper back to."""
        ...
