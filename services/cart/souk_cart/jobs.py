"""Door 3: what is old is forgotten."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_cart import actions
from souk_cart.actions import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=3600)
async def forget_what_is_old(deps: Deps) -> None:
    await actions.forget_what_is_old(deps)
