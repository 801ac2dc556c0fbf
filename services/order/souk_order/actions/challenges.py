"""What the payment provider wants to know of the shopper before it pays, and how the shop learns the outcome."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from kit.data.database import AlreadyDone
from kit.errors import SoukError
from souk_order.actions.deps import Deps, finished
from souk_order.actions.reading import Reader, show_order
from souk_order.domain.orders import Order
from souk_order.domain.payments import ChallengeAnswer
from souk_order.domain.refusals import NoChallenge, NoSuchProvider
from souk_order.domain.states import OrderState
from souk_order.domain.webhooks import ProviderEvent
from souk_order.sagas import checkout
from souk_order.sagas.moves import ASK

log = logging.getLogger("souk.order.challenges")


async def answer_challenge(deps: Deps, order_id: UUID, reader: Reader, answer: ChallengeAnswer) -> Order:
    """Tell the provider what the shopper answers; answering twice is answering once."""
    order = await show_order(deps, order_id, reader)
    taken = await deps.sagas.signal(checkout.KIND, order.id, answer)
    order = await finished(deps, order.id)
    if taken or order.state is not OrderState.PENDING:
        return order
    if not await deps.sagas.signal(checkout.KIND, order.id, answer):  # the challenge may have become ready only now
        raise NoChallenge(order.id)
    return await finished(deps, order.id)


async def ask_provider(deps: Deps, order_id: UUID) -> None:
    """Something may have happened at the provider's: the saga asks, if it waits, and believes nobody else."""
    await deps.sagas.signal(checkout.KIND, order_id, ASK)


async def shopper_returned(deps: Deps, order_id: UUID) -> None:
    """Back from the provider's page; an order that cannot be asked about now is asked about by its saga."""
    try:
        await ask_provider(deps, order_id)
    except SoukError as trouble:
        log.warning("The saga could not be woken.", extra={"order_id": str(order_id), "cause": trouble.cause})


async def take_webhook(deps: Deps, provider: str, headers: Mapping[str, str], body: bytes) -> None:
    """Once for each event; one that is lost after it was noted costs time only: the saga asks by itself as well."""
    if provider not in deps.webhooks:
        raise NoSuchProvider(provider)
    event = deps.webhooks[provider].read(headers, body)
    if event is None:
        return
    with suppress(AlreadyDone):
        async with deps.orders.transaction(once=f"webhook/{provider}/{event.id}"):
            pass
        if (order_id := _order_of(event)) is not None:
            await ask_provider(deps, order_id)


def _order_of(event: ProviderEvent) -> UUID | None:
    """An account at a provider may serve other shops too: their charges are none of ours."""
    try:
        return UUID(event.charge_key)
    except ValueError:
        return None
