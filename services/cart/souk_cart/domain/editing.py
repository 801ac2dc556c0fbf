"""What is refused to those who edit promotions, and what they see of one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kit.errors import Kind, SoukError
from souk_cart.domain.promotions import MAX_AUTOMATIC, Promotion


@dataclass(frozen=True, slots=True)
class EditedPromotion:
    """With what it was used for so far, in minor units."""

    promotion: Promotion
    uses: int = 0
    given: int = 0


class UnknownPromotion(SoukError):
    code = "unknown-promotion"
    kind = Kind.NOT_FOUND

    def __init__(self, promotion_id: UUID) -> None:
        super().__init__(f"There is no promotion {promotion_id}.", "List the promotions to see which there are.")


class PromotionChanged(SoukError):
    code = "promotion-changed"
    kind = Kind.CONFLICT

    def __init__(self, promotion_id: UUID) -> None:
        super().__init__(
            f"Somebody else has changed the promotion {promotion_id} meanwhile.",
            "Read it again and change it with the version that you read.",
        )


class CodeTaken(SoukError):
    code = "code-taken"
    kind = Kind.CONFLICT

    def __init__(self, code: str | None) -> None:
        super().__init__(f"Another promotion has the code {code}.", "Choose another code, or change that one.")


class TooManyAutomatic(SoukError):
    code = "too-many-automatic"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            f"{MAX_AUTOMATIC} promotions without a code are not paused, and each is looked at for every bag.",
            "Pause one that has ended, or give this one a code.",
            {"most": MAX_AUTOMATIC},
        )
