"""The gateway's copies of what has changed are fetched anew."""

from __future__ import annotations

from datetime import timedelta

from souk_content.actions.deps import Deps

AT_ONCE = 50
AGAIN_AFTER = timedelta(seconds=1)


async def refresh_due(deps: Deps) -> int:
    """How many were due; what the gateway could not be asked for comes again."""
    due = await deps.refreshes.claim_refreshes(deps.clock.now(), AGAIN_AFTER, AT_ONCE)
    if not due:
        return 0
    missed = set(await deps.gateway.refresh({each.address for each in due}))
    await deps.refreshes.remove_refreshes([each.id for each in due if each.address not in missed])
    return len(due)
