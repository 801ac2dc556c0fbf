"""Asking for a notice, and telling those who wait."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kit.errors import SoukError
from kit.http.auth import Shopper
from kit.ids import uuid7
from souk_user.actions.deps import Deps
from souk_user.domain.devices import Client
from souk_user.domain.emails import usable_email
from souk_user.domain.notices import (
    UNWANTED_FOR,
    WAITS_LIVE,
    Return,
    Wait,
    WhereToWrite,
    back_in_stock,
    must_fit,
    taken_over,
    tried_again_at,
)
from souk_user.ports.notices import NoticeStore

HOUR_S: Final = 3600.0
log = logging.getLogger("souk.user.notices")


@dataclass(frozen=True, slots=True)
class Wanted:
    product_id: UUID
    sku: str
    handle: str
    email: str | None


async def ask_notice(deps: Deps, shopper: Shopper, wanted: Wanted, client: Client) -> Sequence[Wait]:
    """Asked twice is asked once, and keeps its turn."""
    email = None if shopper.customer_id else _where(wanted.email)
    if email:
        most = deps.notice_limits.per_client
        await deps.limits.hit("stock-notices", client.address, most=most, per_s=HOUR_S)
    async with deps.notices.transaction() as notices:
        waits, of_address = await notices.list_waits_to_change(shopper.key, email)
        if any((wait.product_id, wait.sku) == (wanted.product_id, wanted.sku) for wait in waits):
            return waits
        must_fit(waits, of_address)
        now = deps.clock.now()
        wait = Wait(uuid7(), wanted.product_id, wanted.sku, wanted.handle, now, email, client.language)
        await notices.add_wait(shopper.key, wait)
    return [wait, *waits]


def _where(email: str | None) -> str:
    if email is None:
        raise WhereToWrite
    return usable_email(email)


async def take_back_notice(deps: Deps, shopper: Shopper, product_id: UUID, sku: str) -> Sequence[Wait]:
    """Twice is no error."""
    await deps.notices.remove_wait(shopper.key, product_id, sku)
    return await deps.notices.list_waits(shopper.key)


async def merge_notices(deps: Deps, customer_id: UUID, guest_id: UUID | None) -> Sequence[Wait]:
    """After login; each keeps its turn, and a repeat brings nothing twice."""
    mine, theirs = f"customer:{customer_id}", f"guest:{guest_id}"
    async with deps.notices.transaction() as notices:
        kept, _ = await notices.list_waits_to_change(mine, None)
        guests, _ = await notices.list_waits_to_change(theirs, None) if guest_id else ((), 0)
        if guests:
            await notices.take_over(theirs, mine, taken_over(kept, guests))
        return await notices.list_waits(mine)


async def stop_notices(deps: Deps, token: str) -> None:
    await deps.notices.stop(deps.stop_links.mark_in(token), deps.clock.now())


async def tell_of_return(deps: Deps, back: Return) -> None:
    """The first of those who wait; the same fact told again changes nothing.

    Where product cannot say, the fact waits for the end of the outage, or for an operator if it answers with an error.
    """
    if not await deps.notices.is_awaited(back) or not await deps.shelves.has(back.sku):
        return
    async with deps.notices.transaction(once=back.id) as notices:
        await _tell_next(deps, notices, back)


async def go_on_telling(deps: Deps) -> None:
    """The next of many, as long as there is something left for them: who asked first has a start."""
    for back in await deps.notices.list_due(deps.clock.now()):
        is_there = await _is_there(deps, back)
        async with deps.notices.transaction() as notices:
            if not await notices.is_due(back, deps.clock.now()):
                continue
            if is_there is None:
                await notices.set_aside(back, tried_again_at(back.failures, deps.clock.now()))
            elif is_there:
                await _tell_next(deps, notices, back)
            else:
                await notices.end(back)


async def _is_there(deps: Deps, back: Return) -> bool | None:
    """None where nobody can say."""
    try:
        return await deps.shelves.has(back.sku)
    except SoukError as error:
        log.warning(
            "A return is set aside: nobody can say whether it is still there.",
            extra={"product_id": str(back.product_id), "failures": back.failures + 1, "reason": str(error)},
        )
        return None


async def _tell_next(deps: Deps, notices: NoticeStore, back: Return) -> None:
    limits = deps.notice_limits
    waiting, taken = await notices.take_waiting(back, limits.at_once)
    for each in waiting:
        await notices.post(back_in_stock(back, each, deps.stop_links.token_of(each.email)))
    if taken == limits.at_once:
        await notices.go_on_at(back, deps.clock.now() + limits.pause)
    else:
        await notices.end(back)


async def forget_old_notices(deps: Deps) -> None:
    now = deps.clock.now()
    await deps.notices.remove_before(now - WAITS_LIVE, now - UNWANTED_FOR)
