from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import Request

from kit.http.auth import Anyone
from kit.http.etag import NOT_MODIFIED, etagged, matches
from kit.http.router import Router
from kit.tests.demo import demo


def a_router() -> Router:
    router = Router()

    @router.get("/mug", responses=NOT_MODIFIED)
    async def mug(request: Request, caller: Anyone) -> Any:
        return etagged(request, b'{"price":5}', cache_control="public, max-age=60")

    @router.get("/plate", responses=NOT_MODIFIED)
    async def plate(request: Request, caller: Anyone) -> Any:
        return etagged(request, '{"price":6}', version=7)

    @router.get("/wall", responses=NOT_MODIFIED)
    async def wall(request: Request, caller: Anyone) -> Any:
        return etagged(request, b'"' + b"brick" * 1000 + b'"')

    return router


async def test_who_has_this_version_gets_no_body() -> None:
    shop = demo(a_router())
    first = await shop.http.get("/api/v1/mug")

    again = await shop.http.get("/api/v1/mug", headers={"if-none-match": first.headers["etag"]})

    assert first.json() == {"price": 5}
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "public, max-age=60"


async def test_who_has_an_older_version_gets_the_new_one() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/plate", headers={"if-none-match": '"6"'})

    assert answer.json() == {"price": 6}
    assert answer.headers["etag"] == '"7"'


@pytest.mark.parametrize("known", ['"7"', 'W/"7"', '"1", W/"7"', "*"])
def test_a_tag_is_found_in_all_its_forms(known: str) -> None:
    assert matches(known, '"7"')


@pytest.mark.parametrize("known", [None, "", "7", '"77"'])
def test_another_tag_does_not_match(known: str | None) -> None:
    assert not matches(known, '"7"')


@pytest.mark.parametrize(
    ("taken", "coding"),
    [("gzip", "gzip"), ("br, gzip;q=0.5", "gzip"), ("gzip;q=0", None), ("identity", None), ("", None)],
)
async def test_a_long_answer_is_compressed_for_who_takes_it(taken: str, coding: str | None) -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/wall", headers={"accept-encoding": taken})

    assert answer.headers.get("content-encoding") == coding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.json() == "brick" * 1000
    assert (int(answer.headers["content-length"]) < 500) == (coding == "gzip")


async def test_who_has_the_compressed_version_gets_no_body_and_a_short_answer_stays_as_it_is() -> None:
    shop = demo(a_router())
    gzip = {"accept-encoding": "gzip"}
    first = await shop.http.get("/api/v1/wall", headers=gzip)

    again = await shop.http.get("/api/v1/wall", headers={**gzip, "if-none-match": first.headers["etag"]})
    short = await shop.http.get("/api/v1/mug", headers=gzip)

    assert (again.status_code, again.content) == (304, b"")
    assert "content-encoding" not in short.headers
