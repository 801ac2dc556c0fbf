"""Whose a product is: a team of sellers, or the shop itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kit.errors import Kind, SoukError


@dataclass(frozen=True, slots=True)
class Ownership:
    """`version` grows with each change."""

    handle: str
    seller_id: UUID | None
    version: int


class NotYourProduct(SoukError):
    code = "not-your-product"
    kind = Kind.FORBIDDEN

    def __init__(self, handle: str) -> None:
        super().__init__(
            f"The product {handle} is not your team's.",
            "Change a product of your own, or ask the shop to give you this one.",
            {"handle": handle},
        )
