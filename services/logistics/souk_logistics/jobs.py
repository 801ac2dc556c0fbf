"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_logistics import actions
from souk_logistics.actions import Deps

jobs = Jobs()


@jobs.every(seconds=0.5)
async def move_parcels(deps: Deps) -> None:
    while await actions.move_next_parcel(deps):
        pass
