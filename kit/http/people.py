"""The routes by which the service that knows who has an account asks every other one (kit/people.py)."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import Request

from kit.data.people import HeldCursorInvalid
from kit.http.auth import from_service
from kit.http.refusals import refuses
from kit.http.router import Router
from kit.names import ASKER
from kit.people import AskHeld, Held, People, Person, UnderWay

AskerOnly = Annotated[str, from_service(ASKER)]
HELD: Final = "/people/held"
UNDER_WAY: Final = "/people/under-way"
FORGET: Final = "/people/forget"
router = Router()


async def _people_of(request: Request) -> People:
    return request.scope["app"].state.service.people


ItsPeople = Annotated[People, Depends(_people_of)]


@router.post(HELD)
@refuses(HeldCursorInvalid)
async def tell_what_is_held(body: AskHeld, _: AskerOnly, people: ItsPeople) -> Held:
    """Everything this service holds on somebody, page by page; who is asked for stands in the body, not in a log."""
    return await people.held(body, body.cursor)


@router.post(UNDER_WAY)
async def tell_what_is_under_way(body: Person, _: AskerOnly, people: ItsPeople) -> UnderWay:
    """What must be over before somebody can be forgotten."""
    return await people.under_way(body)


@router.post(FORGET, status_code=204)
async def forget(body: Person, _: AskerOnly, people: ItsPeople) -> None:
    """Nothing here leads to them any more, but for what the law keeps; again is harmless."""
    await people.forget(body)
