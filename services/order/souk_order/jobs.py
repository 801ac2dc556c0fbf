"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_order.actions import invoicing, looking_up, simulation
from souk_order.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=3600.0)
async def forget_old_cards(deps: Deps) -> None:
    await simulation.forget_old_cards(deps)


@jobs.every(seconds=3600.0)
async def forget_old_lookups(deps: Deps) -> None:
    await looking_up.forget_old_lookups(deps)


@jobs.every(seconds=60.0)
async def complete_the_books(deps: Deps) -> None:
    await invoicing.complete_the_books(deps)
