"""What an empty shop opens with: hints of what goes together and is liked, never an order or a visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from souk_activity.actions.deps import Deps
from souk_activity.domain.interest import rank_of


@dataclass(frozen=True, slots=True)
class Seed:
    together: Sequence[Sequence[str]]  # handles, each set of them
    popular: Sequence[str]  # the most popular first


async def bring(deps: Deps, seed: Seed) -> bool:
    """What was brought once is never brought again."""
    if not await deps.showing.is_first("hints"):
        return False
    now = deps.clock.now()
    await deps.showing.add_hints(_pairs(seed), now)
    # Below one real look each by the next day, in their order.
    ranks = {handle: rank_of(1 - place / (2 * len(seed.popular)), now) for place, handle in enumerate(seed.popular)}
    await deps.showing.add_seeded_interest(ranks)
    return True


def _pairs(seed: Seed) -> Mapping[tuple[str, str], int]:
    pairs: dict[tuple[str, str], int] = {}
    for handles in seed.together:
        for one, other in permutations(handles, 2):
            pairs[one, other] = pairs.get((one, other), 0) + 1
    return pairs
