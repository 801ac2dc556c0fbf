"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_reviews.actions import photos, purchases
from souk_reviews.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=3600)
async def forget_deliveries_of_nobody(deps: Deps) -> None:
    await purchases.forget_deliveries_of_nobody(deps)


@jobs.every(seconds=300)
async def remove_loose_photos(deps: Deps) -> None:
    await photos.remove_loose(deps)
