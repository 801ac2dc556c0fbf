"""Door 1: notices of what is back in stock, for guests and customers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from kit.http.auth import Anyone, AnyShopper, Customer
from kit.http.refusals import refuses
from kit.http.router import Router, depends
from souk_user.actions import notices
from souk_user.actions.deps import Deps
from souk_user.actions.notices import Wanted
from souk_user.domain.emails import EmailUnusable
from souk_user.domain.notices import ANY, NoSuchNotices, TooManyNotices, WhereToWrite
from souk_user.routes.browsers import KnockingClient
from souk_user.schemas.notices import NoticeBody, NoticeList, Sku, StopBody

UserDeps = Annotated[Deps, depends(Deps)]
router = Router()


@router.get("/stock-notices")
async def list_notices(shopper: AnyShopper, deps: UserDeps) -> NoticeList:
    """All that the shopper waits for."""
    return NoticeList.of(await deps.notices.list_waits(shopper.key))


@router.put("/stock-notices/{product_id}")
@refuses(TooManyNotices, WhereToWrite, EmailUnusable)
async def ask_notice(
    product_id: UUID, body: NoticeBody, shopper: AnyShopper, client: KnockingClient, deps: UserDeps
) -> NoticeList:
    """One mail, once it is back; forgotten after it, or after 180 days."""
    wanted = Wanted(product_id, body.sku or ANY, body.handle, body.email)
    return NoticeList.of(await notices.ask_notice(deps, shopper, wanted, client))


@router.delete("/stock-notices/{product_id}")
async def take_back_notice(product_id: UUID, shopper: AnyShopper, deps: UserDeps, sku: Sku | None = None) -> NoticeList:
    return NoticeList.of(await notices.take_back_notice(deps, shopper, product_id, sku or ANY))


@router.post("/stock-notices/merge")
async def merge_notices(customer: Customer, shopper: AnyShopper, deps: UserDeps) -> NoticeList:
    """After login: what the guest waits for is the account's, once each, and keeps its turn."""
    return NoticeList.of(await notices.merge_notices(deps, customer.id, shopper.guest_id))


@router.post("/stock-notices/stop", status_code=204)
@refuses(NoSuchNotices)
async def stop_notices(body: StopBody, _: Anyone, deps: UserDeps) -> None:
    """With the link of a guest's mail: whoever asks for that address, it gets no notice any more."""
    await notices.stop_notices(deps, body.token)
