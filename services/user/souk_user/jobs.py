"""Door 3: what is over for long is forgotten."""

from __future__ import annotations

from kit.running.jobs import Jobs
from souk_user.actions import codes, notices, privacy, providers, second_step, sessions, teams, wishes
from souk_user.actions.deps import Deps

jobs: Jobs[Deps] = Jobs()


@jobs.every(seconds=3600)
async def forget_what_is_over(deps: Deps) -> None:
    await sessions.forget_what_is_over(deps)
    await codes.forget_old_codes(deps)
    await second_step.forget_old_logins(deps)
    await providers.forget_old_provider_logins(deps)
    await teams.forget_old_invitations(deps)
    await wishes.forget_guests_wishes(deps)
    await notices.forget_old_notices(deps)


@jobs.every(seconds=3600)
async def forget_old_exports(deps: Deps) -> None:
    await privacy.forget_old_exports(deps)


@jobs.every(seconds=20)
async def tell_those_who_wait(deps: Deps) -> None:
    await notices.go_on_telling(deps)
