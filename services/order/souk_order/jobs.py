"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_order.actions import simulation
from souk_order.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=3600.0)
async def forget_old_cards(deps: Deps) -> None:
    await simulation.forget_old_cards(deps)
