from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kit.http.router import Router
from kit.running.app import RouteWithoutCaller
from kit.tests.demo import demo, problem
from kit.tests.demo_routes import a_router


async def test_a_route_gets_the_services_own_dependencies() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/words/3?limit=2")

    assert answer.json() == {"word": "hello", "number": 3, "limit": 2}


async def test_a_validation_problem_lists_every_wrong_field_and_repeats_no_input() -> None:
    shop = demo(a_router())

    answer = await shop.http.post("/api/v1/bags", json={"lines": [{"sku": "hunter2" * 0, "quantity": 0}, {}]})

    said = problem(answer, 400, "invalid-request")
    assert [error["field"] for error in said["errors"]] == [
        "lines.0.sku",
        "lines.0.quantity",
        "lines.1.sku",
        "lines.1.quantity",
    ]
    assert all(error["cause"] and error["place"] == "body" for error in said["errors"])
    assert "input" not in answer.text.lower().replace("input should", "")


async def test_a_wrong_path_and_a_wrong_query_are_told_apart() -> None:
    shop = demo(a_router())

    said = problem(await shop.http.get("/api/v1/words/x?limit=0"), 400, "invalid-request")

    assert {(error["place"], error["field"]) for error in said["errors"]} == {("path", "number"), ("query", "limit")}


async def test_a_body_that_is_no_json_is_a_problem_too() -> None:
    shop = demo(a_router())

    answer = await shop.http.post("/api/v1/bags", content=b"{", headers={"content-type": "application/json"})

    assert problem(answer, 400, "invalid-request")["errors"][0]["field"] == ""


async def test_a_domain_error_becomes_a_problem_with_its_facts() -> None:
    shop = demo(a_router())

    said = problem(await shop.http.get("/api/v1/sold-out"), 409, "sold-out")

    assert said["title"] == "Sold out"
    assert said["facts"] == {"left": 0}
    assert len(said["trace_id"]) == 32


async def test_a_fact_says_when_to_come_back() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/busy")

    problem(answer, 429, "busy")
    assert answer.headers["retry-after"] == "7"


async def test_an_unknown_path_is_a_problem() -> None:
    shop = demo(a_router())

    assert problem(await shop.http.get("/api/v1/nothing?token=1"), 404, "no-such-route")["facts"] == {
        "path": "/api/v1/nothing"
    }


async def test_a_trailing_slash_is_another_path() -> None:
    shop = demo(a_router())

    problem(await shop.http.get("/api/v1/sold-out/"), 404, "no-such-route")


async def test_a_wrong_method_says_which_are_right() -> None:
    shop = demo(a_router())

    answer = await shop.http.delete("/api/v1/bags")

    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "POST"


async def test_a_mistake_of_ours_tells_the_caller_nothing_but_the_trace() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/broken", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-00"})

    assert problem(answer, 500, "internal-error")["trace_id"] == "a" * 32
    assert "hunter2" not in answer.text


async def test_json_written_by_the_database_is_sent_as_it_came() -> None:
    shop = demo(a_router())

    answer = await shop.http.get("/api/v1/raw")

    assert answer.content == b'{"written":"by the database"}'
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-total"] == "1"


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_past_the_limit_is_refused_however_it_is_sent(chunked: bool) -> None:
    shop = demo(a_router(), max_body_bytes=100)

    async def parts() -> AsyncIterator[bytes]:
        yield b'{"lines": ['
        yield b" " * 200

    content = parts() if chunked else b" " * 200
    answer = await shop.http.post("/api/v1/bags", content=content, headers={"content-type": "application/json"})

    assert problem(answer, 413, "body-too-large")["facts"] == {"limit_bytes": 100}


async def test_a_route_may_take_larger_bodies_than_the_rest() -> None:
    shop = demo(a_router(), max_body_bytes=100)

    assert (await shop.http.post("/api/v1/large", json={"a": "b" * 1500})).status_code == 200
    problem(await shop.http.post("/api/v1/large", json={"a": "b" * 2500}), 413, "body-too-large")


def test_a_route_that_does_not_say_who_may_call_fails_the_build() -> None:
    router = a_router()

    @router.get("/silent")
    async def silent() -> None:
        return None

    with pytest.raises(RouteWithoutCaller, match="GET /api/v1/silent"):
        demo(router)


def test_a_route_of_an_included_router_must_say_it_too() -> None:
    inner = Router(prefix="/api/v1/inner")

    @inner.get("/silent")
    async def silent() -> None:
        return None

    router = a_router()
    router.include_router(inner)

    with pytest.raises(RouteWithoutCaller, match="/api/v1/inner/silent"):
        demo(router)


def test_the_openapi_document_knows_callers_and_problems() -> None:
    document = demo(a_router()).app.openapi()
    sold_out = document["paths"]["/api/v1/sold-out"]["get"]
    assert sold_out["x-codes"] == {"busy": 429, "sold-out": 409}
    assert sold_out["responses"]["409"]["description"] == "sold-out"
    assert document["x-codes"]["invalid-request"] == 400

    word = document["paths"]["/api/v1/words/{number}"]["get"]
    secret = document["paths"]["/api/v1/secret"]["get"]
    assert word["operationId"] == "word"
    assert word["x-callers"] == ["anyone"]
    assert word["security"] == [{}]
    assert "422" not in word["responses"]
    assert word["responses"]["default"]["content"]["application/problem+json"]["schema"] == {
        "$ref": "#/components/schemas/Problem"
    }
    assert secret["x-callers"] == ["service:order", "customer"]
    assert secret["security"] == [
        {"service_key": [], "customer_cookie": []},
        {"service_key": [], "bearer": []},
    ]
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert "cause" in document["components"]["schemas"]["Problem"]["required"]
