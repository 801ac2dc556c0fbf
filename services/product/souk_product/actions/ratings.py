"""The catalogue keeps how its products are rated, so that a list asks nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from souk_product.actions.deps import Deps
from souk_product.domain.ratings import Rating, newest_of_each


async def keep_ratings(deps: Deps, ratings: Sequence[Rating], once: Sequence[UUID]) -> None:
    async with deps.ratings.transaction(once=once) as kept:
        await kept.save(newest_of_each(ratings))
