"""What reviews refuses, and why."""

from __future__ import annotations

from uuid import UUID

from kit.errors import Kind, SoukError


class NotBought(SoukError):
    code = "not-bought"
    kind = Kind.FORBIDDEN

    def __init__(self, handle: str) -> None:
        super().__init__(
            "Reviews are written by customers who bought the product while signed in.",
            "Sign in with the account that you ordered it with.",
            {"handle": handle},
        )


class NotDelivered(SoukError):
    code = "not-delivered"
    kind = Kind.CONFLICT

    def __init__(self, handle: str) -> None:
        super().__init__(
            "Your order of this product has not arrived yet.",
            "Write your review once it is delivered.",
            {"handle": handle},
        )


class UnknownReview(SoukError):
    code = "unknown-review"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("There is no such review.", "Reload the page: it may have been deleted meanwhile.")


class UnknownPhoto(SoukError):
    code = "unknown-photo"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "A photo of this review is not there any more.", "Remove it, and choose the picture once more."
        )


class OwnReview(SoukError):
    code = "own-review"
    kind = Kind.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("This is your own review.", "Only others can say that it helped them.")


class NotYourProduct(SoukError):
    code = "not-your-product"
    kind = Kind.FORBIDDEN

    def __init__(self, handle: str) -> None:
        super().__init__(
            f"The product {handle} is not your team's.",
            "Answer reviews of your own products, or ask the shop to answer this one.",
            {"handle": handle},
        )


class ReviewChanged(SoukError):
    code = "review-changed"
    kind = Kind.CONFLICT

    def __init__(self, review_id: UUID) -> None:
        super().__init__(
            "The review was changed after you read it.",
            "Read it again, then decide.",
            {"review_id": str(review_id)},
        )


class IllegalDecision(SoukError):
    code = "illegal-decision"
    kind = Kind.CONFLICT

    def __init__(self, state: str, to: str) -> None:
        super().__init__(
            f"A review that is {state} cannot become {to} so.",
            "Publish what waits or was rejected; reject what waits or is published, and give the reason.",
            {"state": state, "to": to},
        )


class CursorOfOtherOrder(SoukError):
    code = "cursor-of-other-order"
    kind = Kind.INVALID

    def __init__(self, order: str) -> None:
        super().__init__(
            f"The cursor does not belong to reviews in the order {order}.", "Ask for the first page without a cursor."
        )
