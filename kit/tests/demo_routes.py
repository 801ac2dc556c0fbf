"""Routes of a service that exists only in tests: what may go right or wrong with a request."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field

from kit.errors import Kind, SoukError
from kit.http.auth import Anyone, Customer, from_service
from kit.http.pages import Limit
from kit.http.refusals import refuses
from kit.http.router import Router, raw_json
from kit.tests.demo import DemoDeps

Carol = Annotated[str, from_service("order")]


class Line(BaseModel):
    sku: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1)]


class Bag(BaseModel):
    lines: list[Line]


class SoldOut(SoukError):
    code = "sold-out"
    kind = Kind.CONFLICT

    def __init__(self) -> None:
        super().__init__("None left.", "Choose another.", {"left": 0})


class Busy(SoukError):
    code = "busy"
    kind = Kind.TOO_MANY

    def __init__(self) -> None:
        super().__init__("Too busy.", "Wait.", {"retry_after_s": 7})


def a_router() -> Router:
    router = Router()

    @router.get("/words/{number}")
    async def word(number: int, caller: Anyone, deps: DemoDeps, limit: Limit = 5) -> dict[str, Any]:
        return {"word": deps.word, "number": number, "limit": limit}

    @router.post("/bags", status_code=201)
    async def fill(body: Bag, caller: Anyone, colours: Annotated[list[str], Query()] = []) -> Bag:  # noqa: B006 (as routes give it)
        return body

    @router.get("/sold-out")
    @refuses(SoldOut, Busy)
    async def sold_out(caller: Anyone) -> None:
        raise SoldOut

    @router.get("/busy")
    async def busy(caller: Anyone) -> None:
        raise Busy

    @router.get("/broken")
    async def broken(caller: Anyone) -> None:
        raise RuntimeError("password=hunter2")

    @router.get("/raw")
    async def raw(caller: Anyone) -> Any:
        return raw_json(b'{"written":"by the database"}', headers={"x-total": "1"})

    @router.post("/large", max_body_size=2000)
    async def large(body: dict[str, str], caller: Anyone) -> None:
        return None

    @router.get("/secret")
    async def secret(caller: Carol, customer: Customer) -> None:
        return None

    return router
