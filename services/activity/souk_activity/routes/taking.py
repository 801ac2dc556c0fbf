"""What browsers tell, by navigator.sendBeacon."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Header

from kit.http.auth import PerhapsShopper
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_activity.actions import taking
from souk_activity.domain.bots import is_bot
from souk_activity.domain.refusals import IntakeBusy
from souk_activity.routes.deps import ActivityDeps
from souk_activity.schemas import Beacon

LARGEST_BEACON: Final = 32 * 1024
Signal = Annotated[str | None, Header(max_length=10)]

router = Router()


@router.post("/events", status_code=204, max_body_size=LARGEST_BEACON)
@refuses(IntakeBusy)
async def take_events(
    body: Beacon,
    shopper: PerhapsShopper,
    deps: ActivityDeps,
    user_agent: Annotated[str, Header(max_length=1000)] = "",
    sec_gpc: Signal = None,
    dnt: Signal = None,
) -> None:
    """Kept when it is answered. Without consent, against a browser's signal or from a machine nothing is taken."""
    if not body.consent or "1" in (sec_gpc, dnt) or is_bot(user_agent):
        return
    person_id = (shopper.customer_id or shopper.guest_id) if shopper else None
    await taking.take(deps, [each.happening(body.session_id, person_id) for each in body.events])
