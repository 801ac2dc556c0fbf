"""What somebody would like to have: products, each once, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kit.errors import Kind, SoukError

MOST_WISHES: Final = 200
GUESTS_WISHES_LIVE: Final = timedelta(days=90)  # as a guest's bag


class TooManyWishes(SoukError):
    code = "too-many-wishes"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            f"A wishlist holds {MOST_WISHES} products at most.",
            "Take something off it first.",
            {"most": MOST_WISHES},
        )


@dataclass(frozen=True, slots=True)
class Wish:
    product_id: UUID
    handle: str
    added_at: datetime


def with_wish(wishes: Sequence[Wish], wish: Wish) -> Sequence[Wish]:
    """Wished twice is wished once, and stays where it stands."""
    if any(each.product_id == wish.product_id for each in wishes):
        return wishes
    if len(wishes) >= MOST_WISHES:
        raise TooManyWishes
    return [wish, *wishes]


def merged(mine: Sequence[Wish], guests: Sequence[Wish]) -> Sequence[Wish]:
    """Mine stay; the guest's newest come along as long as there is room."""
    known = {wish.product_id for wish in mine}
    new = [wish for wish in guests if wish.product_id not in known][: MOST_WISHES - len(mine)]
    return sorted([*mine, *new], key=lambda wish: wish.added_at, reverse=True)
