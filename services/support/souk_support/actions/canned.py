"""What agents do with the answers that they have at hand."""

from __future__ import annotations

from uuid import UUID

from kit.audit import concerns
from souk_support.actions.deps import Deps
from souk_support.domain.canned import CannedAnswer


async def add(deps: Deps, answer: CannedAnswer) -> None:
    async with deps.canned.transaction() as canned:
        await canned.add_canned(answer)
        concerns(answer_id=answer.id)


async def change(deps: Deps, answer: CannedAnswer) -> None:
    """`version` of the given answer is the one that was read."""
    async with deps.canned.transaction() as canned:
        await canned.save_canned(answer)


async def remove(deps: Deps, answer_id: UUID) -> None:
    async with deps.canned.transaction() as canned:
        await canned.remove_canned(answer_id)
