"""What people do with their profile."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from souk_user.actions.deps import Deps
from souk_user.domain.accounts import Account


async def change_profile(deps: Deps, account_id: UUID, changes: Mapping[str, str | None]) -> Account:
    return await deps.users.save_profile(account_id, changes)
