"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_order import actions
from souk_order.actions import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=2.0)
async def carry_on_stuck_sagas(deps: Deps) -> None:
    """Takes over from replicas that died, and undoes what shoppers left unanswered."""
    await actions.carry_on_stuck_sagas(deps)


@jobs.every(seconds=3600.0)
async def forget_old_cards(deps: Deps) -> None:
    await actions.forget_old_cards(deps)
