"""What payment providers send by themselves."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request

from kit.http.auth import Anyone
from kit.http.refusals import refuses
from kit.http.router import Router
from souk_order.actions import challenges
from souk_order.domain.refusals import NoSuchProvider, WebhookRefused
from souk_order.routes.deps import OrderDeps

router = Router()
Provider = Annotated[str, Path(max_length=40)]
LARGEST_MESSAGE = 64 * 1024


@router.post("/webhooks/{provider}", status_code=204, max_body_size=LARGEST_MESSAGE)
@refuses(NoSuchProvider, WebhookRefused)
async def take_webhook(provider: Provider, request: Request, _: Anyone, deps: OrderDeps) -> None:
    """A provider's signed message; kinds that mean nothing here, and repeated ones, change nothing."""
    await challenges.take_webhook(deps, provider, request.headers, await request.body())
