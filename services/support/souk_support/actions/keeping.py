"""What time does to tickets and files."""

from __future__ import annotations

from datetime import timedelta

from souk_support.actions.deps import Deps
from souk_support.domain.files import file_of
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
    await _remove_loose_files(deps)


async def _remove_loose_files(deps: Deps) -> None:
    """Each file before its row, so that one which could not be removed is found again."""
    before = deps.clock.now() - LOOSE_FILES_LIVE
    while loose := await deps.attachments.claim_loose_before(before, BATCH):
        if deps.files:
            await deps.files.remove([file_of(each) for each in loose])
        await deps.attachments.remove_attachments(loose)
