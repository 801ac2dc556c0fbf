"""What commands ask of a part that runs, or of one of its instances."""

from __future__ import annotations

from cli.keeper.fleet import Fleet
from cli.keeper.lending import Lending
from cli.keeper.parts import is_newer
from cli.keeper.requests import Asked, Request


def carry_out(asked: Asked, fleet: Fleet, lending: Lending, began_at: float) -> None:
    """Nothing, where it is not this part that is named; `began_at`: what the keeper has in its memory is as old."""
    if asked.name not in (fleet.part.name, *(child.name for child in fleet.instances)):
        return
    match asked.request:
        case Request.STOP:
            fleet.stop(asked.name)
        case Request.LEND:
            lending.lend(fleet, asked.place)
        case Request.RESTART if fleet.retires_at is None:
            fleet.restart(asked.name, asked.source, is_newer(fleet.part, began_at))
        case _:
            pass
