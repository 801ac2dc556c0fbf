"""What the payment provider wants to know of the shopper before it pays."""

from __future__ import annotations

from uuid import UUID

from souk_order.actions.deps import Deps, finished
from souk_order.actions.reading import Reader, show_order
from souk_order.domain.orders import Order
from souk_order.domain.payments import ChallengeAnswer
from souk_order.domain.refusals import NoChallenge
from souk_order.domain.states import OrderState
from souk_order.sagas import checkout


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
