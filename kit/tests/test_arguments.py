from __future__ import annotations

import json
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Annotated, Any

import httpx
import pytest
from fastapi import BackgroundTasks, Cookie, Depends, FastAPI, Header, Query, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request

from kit.http.auth import Anyone
from kit.http.route import SoukRoute
from kit.http.router import Router
from kit.tests.demo import demo


class Size(StrEnum):
    S = "s"
    M = "m"


class Line(BaseModel):
    sku: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1)] = 1
    note: str | None = Field(default=None, serialization_alias="said")


asked = 0


async def first_word(request: Request, q: Annotated[str | None, Query(max_length=5)] = None) -> str | None:
    global asked
    asked += 1
    return q


async def shouted(word: Annotated[str | None, Depends(first_word)], loud: bool = False) -> str:
    return (word or "nothing").upper() if loud else word or "nothing"


closed: list[str] = []


async def opened() -> AsyncIterator[str]:
    yield "open"
    closed.append("closed")


def routes(router: APIRouter) -> APIRouter:
    @router.get("/read/{number}")
    async def read(
        number: Annotated[int, Query()] | int,
        caller: Anyone,
        word: Annotated[str | None, Depends(first_word)],
        said: Annotated[str, Depends(shouted)],
        sizes: Annotated[list[Size] | None, Query(max_length=2)] = None,
        size: Size = Size.M,
        x_token: Annotated[str | None, Header(max_length=4)] = None,
        visits: Annotated[int, Cookie()] = 0,
        limit: Annotated[int, Query(ge=1, le=9, alias="most")] = 3,
    ) -> dict[str, Any]:
        return {"of": [number, word, said, sizes, size, x_token, visits, limit]}

    @router.get("/needed")
    async def needed(caller: Anyone, q: str, h: Annotated[str, Header()]) -> list[str]:
        return [q, h]

    @router.post("/lines", status_code=201)
    async def add(caller: Anyone, line: Line, response: Response, twice: bool = False) -> Line:
        response.set_cookie("last", line.sku)
        if twice:
            response.status_code = 202
        return line

    @router.put("/maybe")
    async def maybe(caller: Anyone, line: Line | None = None) -> Line | None:
        return line

    @router.delete("/lines", status_code=204)
    async def drop(caller: Anyone) -> None:
        return None

    @router.get("/plain", response_model=None)
    async def plain(caller: Anyone) -> Any:
        return {"size": Size.S, "line": Line(sku="a")}

    return router


LONG = "x" * 300
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/read/7", {}),
    ("GET", "/read/7?q=abc&loud=1&sizes=s&sizes=m&size=s&most=9", {"headers": {"x-token": "t", "cookie": "visits=4"}}),
    (
        "GET",
        "/read/seven?q=muchtoolong&sizes=s&sizes=xl&size=&most=0&loud=perhaps",
        {"headers": {"cookie": "visits=x"}},
    ),
    ("GET", "/read/7?sizes=s&sizes=s&sizes=s&q=&loud=true", {"headers": {"x-token": "longer"}}),
    ("GET", "/read/7?q=a&q=b&most=2&most=5&unknown=1", {}),
    ("GET", f"/read/{LONG}", {}),
    ("GET", "/read/7?q=%F0%9F%9B%8D&q=%00", {}),
    ("GET", "/needed", {}),
    ("GET", "/needed?q=", {"headers": {"h": ""}}),
    ("POST", "/lines", {"json": {"sku": "MUG", "quantity": 2, "note": "hi"}}),
    ("POST", "/lines?twice=yes", {"json": {"sku": "MUG"}}),
    ("POST", "/lines?twice=maybe", {"json": {"sku": "", "quantity": 0}}),
    ("POST", "/lines", {"json": []}),
    ("POST", "/lines", {"content": b""}),
    ("POST", "/lines", {"content": b'{"sku": "MUG"}'}),
    ("POST", "/lines", {"content": b'{"sku": "MUG"}', "headers": {"content-type": "text/plain"}}),
    ("POST", "/lines", {"content": b'{"sku": "MUG"}', "headers": {"content-type": "Application/Vnd.x+JSON; a=b"}}),
    ("POST", "/lines", {"content": b'{"sku": ', "headers": {"content-type": "application/json"}}),
    ("POST", "/lines", {"content": b'{"sku": "\xff"}', "headers": {"content-type": "application/json"}}),
    ("POST", "/lines", {"content": b"[" * 20_000, "headers": {"content-type": "application/json"}}),
    ("POST", "/lines", {"content": b"null", "headers": {"content-type": "application/json"}}),
    ("PUT", "/maybe", {}),
    ("PUT", "/maybe", {"json": None}),
    ("PUT", "/maybe", {"json": {"sku": "A"}}),
    ("DELETE", "/lines", {}),
    ("GET", "/plain", {}),
]


@pytest.mark.parametrize(("method", "path", "sent"), REQUESTS)
async def test_a_request_is_answered_as_fastapi_would(method: str, path: str, sent: dict[str, Any]) -> None:
    theirs, ours = an_app(APIRoute), an_app(SoukRoute)

    expected, answer = [await client.request(method, path, **sent) for client in (theirs, ours)]

    assert (answer.status_code, answer.headers.multi_items()) == (expected.status_code, expected.headers.multi_items())
    assert answer.content == expected.content


async def test_what_several_functions_depend_on_is_called_once() -> None:
    before = asked

    await an_app(SoukRoute).get("/read/7")

    assert asked == before + 1


async def test_what_is_not_known_here_is_left_to_fastapi() -> None:
    closed.clear()
    router = Router()

    @router.get("/lent")
    async def lent(caller: Anyone, thing: Annotated[str, Depends(opened)]) -> str:
        return thing

    @router.post("/later")
    async def later(caller: Anyone, line: Line, work: BackgroundTasks) -> str:
        work.add_task(closed.append, line.sku)
        return "soon"

    shop = demo(router).http
    answers = [await shop.get("/api/v1/lent"), await shop.post("/api/v1/later", json={"sku": "MUG"})]
    wrong = await shop.post("/api/v1/later", json={"sku": ""})

    assert ([answer.json() for answer in answers], closed) == (["open", "soon"], ["closed", "MUG"])
    assert wrong.json()["errors"][0]["field"] == "sku"
    assert all(route.left_to_fastapi for route in router.routes if isinstance(route, SoukRoute))


async def test_a_path_without_parameters_does_not_outrun_a_route_that_stands_before_it() -> None:
    router = Router()

    @router.get("/words/{word}")
    async def any_word(word: str, caller: Anyone) -> str:
        return f"any {word}"

    @router.get("/words/last")
    async def last_word(caller: Anyone) -> str:
        return "last"

    @router.post("/words/last")
    async def say_it(caller: Anyone) -> str:
        return "said"

    shop = demo(router).http
    answers = [(await shop.request(method, "/api/v1/words/last")).json() for method in ("GET", "POST")]
    refused = await shop.delete("/api/v1/words/last")

    assert answers == ["any last", "said"]
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")


def an_app(route_class: type[APIRoute]) -> httpx.AsyncClient:
    app = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False})
    app.state.settings = Settings()
    app.router.routes.extend(routes(APIRouter(route_class=route_class)).routes)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        # The context of JSON that cannot be read is nowhere shown.
        errors = [{name: said for name, said in one.items() if name != "ctx"} for one in error.errors()]
        return Response(json.dumps(errors, default=str), 422)

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://demo")


class Settings:
    max_body_bytes = 1_000_000
