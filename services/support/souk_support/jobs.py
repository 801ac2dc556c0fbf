"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_support.actions import keeping
from souk_support.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=300.0)
async def close_solved(deps: Deps) -> None:
    await keeping.close_solved(deps)


@jobs.every(seconds=3600.0)
async def remove_old(deps: Deps) -> None:
    await keeping.remove_old(deps)
