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
