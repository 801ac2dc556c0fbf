"""The gateway's copies of what has changed are fetched anew."""

from __future__ import annotations

from datetime import timedelta

from souk_content.actions.deps import Deps
from souk_content.domain import addresses

AT_ONCE = 50
AGAIN_AFTER = timedelta(seconds=1)


async def refresh_due(deps: Deps) -> int:
    """How many were due; what the gateway could not be asked for comes again."""
    due = await deps.refreshes.claim_refreshes(deps.clock.now(), AGAIN_AFTER, AT_ONCE)
    if not due:
        return 0
    shown = {each.id: addresses.in_languages(each.address, deps.prefixes) for each in due}
    missed = set(await deps.gateway.refresh({address for those in shown.values() for address in those}))
    await deps.refreshes.remove_refreshes([which for which, those in shown.items() if missed.isdisjoint(those)])
    return len(due)
