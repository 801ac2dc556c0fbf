"""How a product is rated, as the reviews service counts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rating:
    """`counts` are reviews of one star, of two, up to five; of two ratings the one with the higher `version` holds."""

    handle: str
    version: int
    counts: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def average(self) -> float | None:
        stars = sum(stars * many for stars, many in enumerate(self.counts, start=1))
        return round(stars / self.count, 2) if self.count else None


def newest_of_each(ratings: Iterable[Rating]) -> list[Rating]:
    """One a product, in the order of handles."""
    newest: dict[str, Rating] = {}
    for rating in ratings:
        known = newest.get(rating.handle)
        if known is None or known.version < rating.version:
            newest[rating.handle] = rating
    return [newest[handle] for handle in sorted(newest)]
