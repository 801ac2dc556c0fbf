"""Staff gives money back, a part or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from kit.audit import concerns
from kit.data.idempotency import IdempotencyKeyReused
from kit.ids import uuid7
from souk_order.actions import invoicing
from souk_order.actions.deps import Deps
from souk_order.domain.orders import Order
from souk_order.domain.payments import RefundRefused
from souk_order.domain.refunds import NotRefundable, Refund, RefundState, RefundTag, Wanted, left_of, refund_of
from souk_order.domain.states import PaymentState
from souk_order.ports import RefundStore
from souk_order.sagas import cancelling, refunding


async def refund_order(deps: Deps, order_id: UUID, wanted: Wanted, asked_by: UUID, key: str) -> Refund:
    """Pending where the provider takes long; the same key again is the same refund."""
    tag = RefundTag(uuid7(), f"{asked_by}/{key}", asked_by, deps.clock.now())
    async with deps.refunds.transaction() as refunds:
        order, earlier = await refunds.open_books(order_id)
        refund = _earlier(earlier, wanted, tag.key)
        saga = None
        if refund is None:
            await _check_not_cancelled(deps, refunds, order)
            refund = refund_of(order, earlier, wanted, tag)
            saga = refunding.begun(refund)
            await refunds.add(refund)
            concerns(refund_id=str(refund.id))
            await deps.sagas.begin(saga, within=refunds)
    if saga:
        deps.sagas.carry(saga, refund)
    found = await deps.sagas.finish(refunding.KIND, refund.id, deps.place_wait_s, _has_ended)
    refund = cast("Refund", found)
    if refund.state is RefundState.REFUSED:
        raise RefundRefused(refund.amount, left_of(order, earlier))
    await invoicing.write_credit_notes(deps)  # a job does it where this process ends before
    return refund


async def list_refunds(deps: Deps, order_id: UUID) -> tuple[Order, Sequence[Refund]]:
    return await deps.orders.get(order_id), await deps.refunds.list_of(order_id)


async def refunds_shown(deps: Deps, order: Order) -> Sequence[Refund]:
    """Only what was taken is given back."""
    taken = order.payment.state in {PaymentState.CAPTURED, PaymentState.REFUNDED}
    return await deps.refunds.list_of(order.id) if taken else ()


def _earlier(refunds: Sequence[Refund], wanted: Wanted, key: str) -> Refund | None:
    earlier = next((refund for refund in refunds if refund.key == key), None)
    if earlier and earlier.wanted != wanted:
        raise IdempotencyKeyReused
    return earlier


async def _check_not_cancelled(deps: Deps, refunds: RefundStore, order: Order) -> None:
    saga = await deps.sagas.find(cancelling.KIND, order.id, within=refunds)
    if saga and not saga.ended:
        raise NotRefundable("The order is being cancelled, and all of it given back.", "Wait a moment and look again.")


def _has_ended(refund: Refund) -> bool:
    return refund.state is not RefundState.PENDING
