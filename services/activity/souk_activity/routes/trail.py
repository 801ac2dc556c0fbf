"""Who changed what, for admins."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from kit.http.pages import Cursor, Limit, Moment, Page, decode, encode
from kit.http.router import Router
from souk_activity.domain.trail import Sought
from souk_activity.routes.deps import ActivityDeps, TrailReader
from souk_activity.schemas import ChangeView

router = Router()


@router.get("/trail")
async def list_trail(
    _: TrailReader,
    deps: ActivityDeps,
    actor_id: UUID | None = None,
    service: Annotated[str | None, Query(max_length=40)] = None,
    subject_id: Annotated[str | None, Query(max_length=200)] = None,
    limit: Limit = 24,
    cursor: Cursor = None,
) -> Page[ChangeView]:
    """What staff changed in any service, the newest first; ids only."""
    start: tuple[datetime, UUID] | None = decode(cursor, (Moment, UUID))  # type: ignore[assignment]
    found = await deps.trail.list_changes(Sought(actor_id, service, subject_id), start, limit + 1)
    more = encode(found[limit - 1].at, found[limit - 1].id) if len(found) > limit else None
    return Page(items=[ChangeView.of(change) for change in found[:limit]], next_cursor=more)
