"""How a product is rated, kept by what changes: nothing recounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from contracts.reviews import MOST_STARS

Counts: TypeAlias = tuple[int, int, int, int, int]  # of one star, of two, up to five
NO_REVIEWS: Counts = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Summary:
    handle: str
    counts: Counts = NO_REVIEWS
    version: int = 0

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def average(self) -> float | None:
        stars = sum(stars * many for stars, many in enumerate(self.counts, start=1))
        return round(stars / self.count, 2) if self.count else None


def change_of(before: int | None, after: int | None) -> Counts:
    """What a review's stars do to the counts; None where it is not counted."""
    counts = [0] * MOST_STARS
    if before is not None:
        counts[before - 1] -= 1
    if after is not None:
        counts[after - 1] += 1
    one, two, three, four, five = counts
    return one, two, three, four, five
