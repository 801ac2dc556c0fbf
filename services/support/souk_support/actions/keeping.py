"""What time does to tickets and files."""

from __future__ import annotations

from datetime import timedelta

from souk_support.actions.deps import Deps
from souk_support.domain.states import State

BATCH = 100
LOOSE_FILES_LIVE = timedelta(days=1)


async def close_solved(deps: Deps) -> int:
    """Those that nobody has reopened for a while; any replica may do it, and go on where another died."""
    closed = 0
    while True:
        now = deps.clock.now()
        async with deps.tickets.transaction() as tickets:
            over = await tickets.list_solved_before(now - deps.solved_live, BATCH)
            for ticket in over:
                await tickets.save(ticket.moved(State.CLOSED, deps.targets, now))
        closed += len(over)
        if len(over) < BATCH:
            return closed


async def remove_old(deps: Deps) -> None:
    now = deps.clock.now()
    await deps.tickets.remove_closed_before(now - deps.closed_live)
    await deps.attachments.remove_loose_before(now - LOOSE_FILES_LIVE)
