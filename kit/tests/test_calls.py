from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
import pytest
import uvicorn
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kit.calls.breaker import Breaker
from kit.calls.client import CallNotListed, Calls, Client, Refused, Unavailable
from kit.calls.wire import Reply, Unanswered
from kit.errors import Kind, SoukError
from kit.http.auth import Anyone, AnyShopper, Shopper, from_service
from kit.http.etag import WORTH_BYTES, etagged
from kit.http.router import Router
from kit.names import IDEMPOTENCY_HEADER
from kit.observing import telemetry
from kit.settings import Secret
from kit.tests.demo import KEY, demo

OrderOnly = Annotated[str, from_service("order")]


class Offer(BaseModel):
    sku: str
    price: int


class SoldOut(SoukError):
    code = "sold-out"
    kind = Kind.CONFLICT

    def __init__(self, left: int) -> None:
        super().__init__("None left.", "Choose another.", {"left": left})


def a_router() -> Router:
    router = Router()

    @router.get("/offers")
    async def offers(caller: OrderOnly, sku: str, note: str = "") -> list[Offer]:
        return [Offer(sku=sku + note, price=5)]

    @router.put("/reservations/{key}")
    async def reserve(key: str, body: Offer, caller: OrderOnly) -> None:
        raise SoldOut(left=2)

    @router.post("/slow")
    async def slow(caller: Anyone) -> None:
        await asyncio.sleep(2)

    @router.get("/who")
    async def who(shopper: AnyShopper) -> dict[str, str | None]:
        return {"key": shopper.key, "trace": telemetry.trace_id()}

    @router.get("/long", response_model=list[str])
    async def long(request: Request, caller: Anyone) -> Response:
        return etagged(request, msgspec.json.encode(["a long list"] * WORTH_BYTES))

    @router.get("/broken")
    async def broken(caller: Anyone) -> None:
        raise RuntimeError

    return router


@pytest.fixture(params=["apart", "together"])
async def product(request: pytest.FixtureRequest) -> AsyncIterator[Client]:
    """The same service, by HTTP on a real port and called directly."""
    app = demo(a_router()).app
    if request.param == "together":
        calls = Calls({"product": "http://127.0.0.1:8010"}, Secret("key-of-order"))
        calls.directly("product", app)
        yield calls.to("product")
        await calls.close()
        return
    async with listening(app) as port:
        calls = Calls({"product": f"http://127.0.0.1:{port}"}, Secret("key-of-order"))
        yield calls.to("product")
        await calls.close()


@asynccontextmanager
async def listening(app: ASGIApp) -> AsyncIterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    task = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await task


async def test_an_answer_arrives_as_the_type_that_was_asked_for(product: Client) -> None:
    params = {"sku": "A & B/ü", "note": None}

    assert await product.get("/offers", params=params, reply=list[Offer]) == [Offer(sku="A & B/ü", price=5)]


async def test_a_long_answer_of_a_route_that_compresses_for_browsers_comes_as_it_is(product: Client) -> None:
    assert await product.get("/long", reply=list[str]) == ["a long list"] * WORTH_BYTES


async def test_an_answer_without_a_type_is_plain_data(product: Client) -> None:
    assert await product.get("/offers", params={"sku": "A"}) == [{"sku": "A", "price": 5}]


async def test_a_refusal_keeps_its_cause_fix_and_facts(product: Client) -> None:
    with pytest.raises(Refused) as caught:
        await product.put("/reservations/k1", json=Offer(sku="A", price=1))

    problem = caught.value.problem
    assert (problem.status, problem.code, problem.cause, problem.facts) == (409, "sold-out", "None left.", {"left": 2})


async def test_a_path_cannot_break_out_of_itself(product: Client) -> None:
    with pytest.raises(Refused) as caught:
        await product.put("/reservations/a?b#c d", json=Offer(sku="A", price=1))

    assert caught.value.problem.code == "sold-out"


async def test_past_the_deadline_the_request_may_have_been_done(product: Client) -> None:
    with pytest.raises(Unavailable) as caught:
        await product.post("/slow", deadline_s=0.1)

    assert caught.value.maybe_done


async def test_the_shopper_and_the_trace_are_sent_on(product: Client) -> None:
    guest = uuid4()
    shopper = Shopper(None, guest, {"x-guest-id": KEY.guest(guest)})

    with telemetry.continued(None, "a call") as trace:
        said = await product.get("/who", shopper=shopper)

    assert said == {"key": f"guest:{guest}", "trace": trace.trace_id}


async def test_a_mistake_of_the_other_service_is_not_ours(product: Client) -> None:
    with pytest.raises(Unavailable, match="status 500"):
        await product.get("/broken")


async def test_an_answer_of_another_shape_is_no_answer(product: Client) -> None:
    with pytest.raises(Unavailable, match="agreed shape"):
        await product.get("/offers", params={"sku": "A"}, reply=UUID)


async def test_a_service_that_is_not_there_has_done_nothing() -> None:
    calls = Calls({"product": "http://127.0.0.1:9"})

    with pytest.raises(Unavailable) as caught:
        await calls.to("product").post("/orders", json={})

    assert not caught.value.maybe_done
    await calls.close()


def test_a_call_that_the_system_does_not_list_is_refused() -> None:
    calls = Calls({})
    calls.directly("product", demo(a_router()).app)

    with pytest.raises(CallNotListed):
        calls.to("product")


class ScriptedWire:
    """Answers from a list; the last one again and again."""

    def __init__(self, *answers: Reply | Unanswered) -> None:
        self.answers = list(answers)
        self.sent: list[Mapping[str, str]] = []

    async def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Reply:
        self.sent.append(headers)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Unanswered):
            raise answer
        return answer

    async def close(self) -> None:
        return


FINE = Reply(200, b"1")
NOT_NOW = Reply(503, b"")
LOST = Unanswered("the connection broke", sent=True)


@pytest.mark.parametrize("first", [NOT_NOW, LOST, Unanswered("it cannot be reached", sent=False)])
async def test_what_may_be_repeated_is_tried_again(first: Any) -> None:
    wire = ScriptedWire(first, first, FINE)

    assert await Client("product", wire).get("/x") == 1
    assert len(wire.sent) == 3


async def test_a_post_is_sent_once_unless_it_carries_a_key() -> None:
    without, with_key = ScriptedWire(LOST, FINE), ScriptedWire(LOST, FINE)

    with pytest.raises(Unavailable) as caught:
        await Client("product", without).post("/x")
    assert await Client("product", with_key).post("/x", key="order-1-capture") == 1

    assert caught.value.maybe_done
    assert len(without.sent) == 1
    assert [headers[IDEMPOTENCY_HEADER] for headers in with_key.sent] == ["order-1-capture"] * 2


async def test_a_refusal_is_not_tried_again() -> None:
    wire = ScriptedWire(Reply(409, b"{}"), FINE)

    with pytest.raises(Refused):
        await Client("product", wire).get("/x")

    assert len(wire.sent) == 1


async def test_what_a_lost_try_may_have_done_is_remembered_when_the_next_one_is_not_even_sent() -> None:
    wire = ScriptedWire(LOST, Unanswered("it cannot be reached", sent=False))

    with pytest.raises(Unavailable) as caught:
        await Client("product", wire).put("/x")

    assert caught.value.maybe_done


async def test_after_failures_in_a_row_nobody_is_asked_for_a_while() -> None:
    wire = ScriptedWire(NOT_NOW)
    client = Client("product", wire)

    for _ in range(4):
        with pytest.raises(Unavailable):
            await client.get("/x")

    assert len(wire.sent) == 5


def test_a_rested_breaker_lets_one_through_and_closes_when_it_succeeds() -> None:
    now = 0.0
    breaker = Breaker(failures=2, rest_s=10, monotonic=lambda: now)
    breaker.failed()
    breaker.failed()

    assert not breaker.allows()
    now = 10.0
    assert breaker.allows()
    assert not breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
