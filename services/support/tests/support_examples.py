"""Questions and people that several tests speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from kit.http.auth import Shopper
from souk_support.actions.asking import Question
from souk_support.actions.reading import Reader
from souk_support.domain.refusals import OrderNotYours
from souk_support.domain.targets import Target, Targets
from souk_support.domain.tickets import Asker, LinkedOrder, Ticket, TicketTag, opened

MORNING = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TARGETS = Targets(
    urgent=Target(1 * HOUR, 8 * HOUR),
    high=Target(4 * HOUR, 24 * HOUR),
    normal=Target(24 * HOUR, 72 * HOUR),
    low=Target(48 * HOUR, 120 * HOUR),
)
ALICE, AGENT = uuid4(), uuid4()
HERE = "203.0.113.7"
QUESTION = Question("Asha Rao", "asha@example.com", "Where is my lamp?", "It should have come on Monday.")
A_PDF = b"%PDF-1.7 a receipt"


def a_ticket() -> Ticket:
    tag = TicketTag(uuid4(), "HT-7F3K-9QLM", f"guest:{uuid4()}/a key")
    return opened(tag, Asker("Asha Rao", "asha@example.com", None), "Where is my lamp?", None, TARGETS, MORNING)


def a_guest() -> Shopper:
    return Shopper(None, uuid4())


def a_customer(customer_id: UUID = ALICE) -> Shopper:
    return Shopper(customer_id, None)


def reader(shopper: Shopper, token: str | None = None) -> Reader:
    return Reader(shopper.customer_id, token, shopper.key)


def about(order_id: UUID, token: str | None = None) -> Question:
    return replace(QUESTION, order_id=order_id, order_token=token)


class KnownOrders:
    """Orders by who may see them: a customer's id, or the token of their link."""

    def __init__(self) -> None:
        self.shown_to: dict[UUID, UUID | str] = {}

    async def find(self, order_id: UUID, shopper: Shopper, link_token: str | None) -> LinkedOrder:
        who = self.shown_to.get(order_id)
        if who is None or who not in (shopper.customer_id, link_token):
            raise OrderNotYours(order_id)
        return LinkedOrder(order_id, "SK-7F3K-9QLM")
