"""Door 3: what is over for long is forgotten."""

from __future__ import annotations

from datetime import timedelta

from kit.jobs import Jobs
from souk_user.actions import Deps
from souk_user.domain.sessions import FORGOTTEN_AFTER

jobs: Jobs[Deps] = Jobs()
# An old token that comes back within this time still shows in the table as one whose family ended.
KEPT_AFTER_END = timedelta(days=7)


@jobs.every(seconds=3600)
async def forget_what_is_over(deps: Deps) -> None:
    now = deps.clock.now()
    await deps.users.remove_sessions_over_since(now - KEPT_AFTER_END)
    await deps.users.remove_failures_before(now - FORGOTTEN_AFTER)
