from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import BaseModel
from starlette.responses import Response

from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.http.auth import Anyone, AnyShopper
from kit.http.idempotency import IdempotencyKey
from kit.http.router import Router
from kit.tests.demo import KEY, Demo, demo, problem
from testkit.waiting import until


class Order(BaseModel):
    sku: str
    quantity: int = 1


class Declined(SoukError):
    code = "declined"
    kind = Kind.PAYMENT_REFUSED

    def __init__(self, attempt: int) -> None:
        super().__init__("The card was declined.", "Use another card.", {"attempt": attempt})


class Resting(SoukError):
    code = "resting"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("Not now.", "Later.")


class Desk:
    """Counts how often the work was really done."""

    def __init__(self, database: Database) -> None:
        self.done = 0
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.shop: Demo = demo(self._router(), database)
        self.guest = {"x-guest-id": KEY.guest(uuid4())}

    def _router(self) -> Router:
        router = Router()

        @router.post("/orders", status_code=201)
        async def place(body: Order, shopper: AnyShopper, key: IdempotencyKey, response: Response) -> dict[str, Any]:
            self.done += 1
            done = self.done
            await self.may_end.wait()
            if body.sku == "DECLINED":
                raise Declined(done)
            if body.sku == "RESTING" and done == 1:
                raise Resting
            if body.sku == "BROKEN" and done == 1:
                raise RuntimeError
            if body.sku == "UNDER-WAY" and done == 1:
                response.status_code = 202
            return {"number": done, "sku": body.sku}

        @router.post("/public")
        async def public(body: Order, caller: Anyone, key: IdempotencyKey) -> int:
            self.done += 1
            return self.done

        return router

    async def place(self, key: str = "key-12345", sku: str = "MUG", **options: Any) -> httpx.Response:
        headers = {"idempotency-key": key, **options.pop("headers", self.guest)}
        return await self.shop.http.post("/api/v1/orders", json={"sku": sku, **options}, headers=headers)


@pytest.fixture
async def desk(kit_database: Database) -> Desk:
    return Desk(kit_database)


async def test_the_same_key_gets_the_first_answer_again(desk: Desk) -> None:
    first = await desk.place()
    again = await desk.place()

    assert desk.done == 1
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json() == {"number": 1, "sku": "MUG"}
    assert again.headers["content-type"] == first.headers["content-type"]
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers


async def test_one_key_sent_eight_times_at_once_is_done_once_and_all_hear_the_same(desk: Desk) -> None:
    desk.may_end.clear()

    sent = [asyncio.create_task(desk.place()) for _ in range(8)]
    await until(lambda: desk.done)
    desk.may_end.set()
    answers = await asyncio.gather(*sent)

    assert desk.done == 1
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.text for answer in answers} == {answers[0].text}
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 7


async def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    await desk.place(quantity=1)

    problem(await desk.place(quantity=2), 422, "idempotency-key-reused")
    assert desk.done == 1


async def test_a_key_belongs_to_one_caller(desk: Desk) -> None:
    first = await desk.place()
    other = await desk.place(headers={"x-guest-id": KEY.guest(uuid4())})

    assert desk.done == 2
    assert first.json() != other.json()


async def test_a_key_belongs_to_one_route(desk: Desk) -> None:
    await desk.place(key="shared-key")

    answer = await desk.shop.http.post("/api/v1/public", json={"sku": "A"}, headers={"idempotency-key": "shared-key"})

    assert answer.json() == 2


async def test_who_may_not_call_never_hears_a_kept_answer(desk: Desk) -> None:
    await desk.place()

    problem(await desk.place(headers={}), 401, "guest-needed")


async def test_a_refusal_is_final_and_kept(desk: Desk) -> None:
    first = await desk.place(sku="DECLINED")
    again = await desk.place(sku="DECLINED")

    problem(first, 402, "declined")
    assert problem(again, 402, "declined")["facts"] == {"attempt": 1}
    assert desk.done == 1


@pytest.mark.parametrize("sku", ["RESTING", "BROKEN"])
async def test_a_failure_of_ours_is_never_kept(desk: Desk, sku: str) -> None:
    first = await desk.place(sku=sku)
    again = await desk.place(sku=sku)

    assert first.status_code >= 500
    assert again.status_code == 201
    assert "idempotent-replayed" not in again.headers


async def test_what_was_still_under_way_is_asked_again_and_not_told_for_ever(desk: Desk) -> None:
    first = await desk.place(sku="UNDER-WAY")
    again = await desk.place(sku="UNDER-WAY")

    assert (first.status_code, again.status_code) == (202, 201)
    assert "idempotent-replayed" not in again.headers


async def test_a_request_that_was_not_understood_does_not_use_up_its_key(desk: Desk) -> None:
    problem(await desk.place(quantity="many"), 400, "invalid-request")

    assert (await desk.place()).status_code == 201


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "tab\tin-between"])
async def test_a_key_is_needed_and_has_bounds(desk: Desk, key: str) -> None:
    said = problem(await desk.place(key=key), 400, "invalid-request")

    assert said["errors"][0]["field"] == "Idempotency-Key"
    assert desk.done == 0


async def test_while_the_first_runs_too_long_a_repeat_is_told_to_come_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.may_end.clear()

    first = asyncio.create_task(desk.place())
    await until(lambda: desk.done)
    monkeypatch.setattr("kit.http.idempotency.WAIT_S", 0.1)
    answer = await desk.place()
    desk.may_end.set()

    problem(answer, 409, "still-running")
    assert answer.headers["retry-after"] == "1"
    assert (await first).status_code == 201


async def test_a_runner_that_fell_silent_is_replaced_after_its_lease(desk: Desk, kit_database: Database) -> None:
    desk.may_end.clear()
    running = asyncio.create_task(desk.place())
    await until(lambda: desk.done)
    running.cancel()  # as a process that was killed: it can neither keep nor release
    with suppress(asyncio.CancelledError):
        await running
    desk.may_end.set()
    async with kit_database.acquire() as connection:
        assert await connection.fetchval("select count(*) from kit_idempotency where status is null") == 1
        await connection.execute("update kit_idempotency set lease_until = now() - interval '1 second'")

    assert (await desk.place()).json()["number"] == 2


async def test_after_two_days_a_key_is_new_again(desk: Desk, kit_database: Database) -> None:
    await desk.place()
    async with kit_database.acquire() as connection:
        await connection.execute("update kit_idempotency set expires_at = now() - interval '1 second'")

    assert (await desk.place(quantity=2)).json()["number"] == 2


def test_the_openapi_document_asks_for_the_key(kit_database: Database) -> None:
    operation = Desk(kit_database).shop.app.openapi()["paths"]["/api/v1/orders"]["post"]

    assert [(one["name"], one["required"]) for one in operation["parameters"]] == [("Idempotency-Key", True)]
