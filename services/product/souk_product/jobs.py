"""Door 3: periodic work."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_product.actions import reservations
from souk_product.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=2.0)
async def return_lapsed_stock(deps: Deps) -> None:
    while await reservations.return_lapsed(deps) == reservations.AT_ONCE:
        pass


@jobs.every(seconds=30.0)
async def tell_of_settled_returns(deps: Deps) -> None:
    while await reservations.tell_settled(deps):
        pass


@jobs.every(seconds=3600.0)
async def forget_closed_reservations(deps: Deps) -> None:
    while await reservations.forget_closed(deps):
        pass


@jobs.every(seconds=3600.0)
async def roll_up_stock(deps: Deps) -> None:
    while await reservations.roll_up(deps):
        pass
