"""A limited promotion is claimed by an order before anything is held for it, and given back when it is undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_cart.domain.promotions import Promotion


@dataclass(frozen=True, slots=True)
class Use:
    """What one promotion took off an order, in minor units."""

    promotion_id: UUID
    amount: int


@dataclass(frozen=True, slots=True)
class Claim:
    order_id: UUID
    checkout_id: UUID
    uses: Sequence[Use]

    def unknown_among(self, known: Iterable[Promotion]) -> UUID | None:
        """One that there is not, if any."""
        unknown = {use.promotion_id for use in self.uses} - {promotion.id for promotion in known}
        return min(unknown, default=None)


class ClaimTooLate(SoukError):
    code = "claim-too-late"
    kind = Kind.CONFLICT

    def __init__(self, order_id: UUID) -> None:
        super().__init__(f"The order {order_id} was undone before this came.", "Place the order again.")
