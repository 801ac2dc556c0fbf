from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from kit.calls.client import Calls
from kit.http.auth import Anyone
from kit.http.router import Router
from kit.observing import logs, telemetry
from kit.observing.export import Exporter
from kit.observing.logs import JsonLines, said
from kit.tests.demo import Demo, demo

PARENT = f"00-{'a' * 32}-{'b' * 16}-01"


class Lines(logging.Handler):
    """What would have been printed."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines("demo"))
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    handler = Lines()
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def a_router() -> Router:
    router = Router()

    @router.get("/orders/{order_id}")
    async def show(order_id: str, caller: Anyone) -> str | None:
        logging.getLogger("shop").info("shown", extra={"order_id": order_id, "token": "secret"})
        return telemetry.traceparent()

    @router.get("/broken/{token}")
    async def broken(token: str, caller: Anyone) -> None:
        raise ValueError(f"what is wrong\nDETAIL: Key (email)=({token}) already exists.")

    return router


async def test_a_request_goes_on_with_its_callers_trace() -> None:
    answer = await demo(a_router()).http.get("/api/v1/orders/7", headers={"traceparent": PARENT})

    said = telemetry.parse(answer.json())
    assert said is not None
    assert said.trace_id == "a" * 32
    assert said.span_id != "b" * 16
    assert said.sampled


@pytest.mark.parametrize("header", [None, "nonsense", f"00-{'0' * 32}-{'b' * 16}-01", f"00-{'a' * 32}-{'0' * 16}-01"])
async def test_without_a_good_one_a_trace_begins(header: str | None) -> None:
    answer = await demo(a_router()).http.get("/api/v1/orders/7", headers={"traceparent": header} if header else {})

    said = telemetry.parse(answer.json())
    assert said is not None
    assert said.trace_id not in ("a" * 32, "0" * 32)


async def test_every_line_of_a_request_carries_its_trace_and_nothing_private(lines: list[dict[str, Any]]) -> None:
    await demo(a_router()).http.get("/api/v1/orders/7?token=hunter2", headers={"traceparent": PARENT})

    shown, request = [line for line in lines if line["logger"] != "httpx"]
    assert shown["trace_id"] == request["trace_id"] == "a" * 32
    assert shown["order_id"] == "7"
    assert (request["route"], request["status"], request["service"]) == ("/api/v1/orders/{order_id}", 200, "demo")
    assert "hunter2" not in json.dumps([shown, request])
    assert "secret" not in json.dumps([shown, request])


async def test_a_request_is_said_in_the_same_words_whoever_writes_its_line(
    lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    log, written = logging.getLogger("kit.http.edge"), io.StringIO()
    token = telemetry.enter(telemetry.next_hop(PARENT, "demo"))

    logs.say_request(log, logging.WARNING, "GET", "/orders/{order_id}", 503, 1.25)
    monkeypatch.setattr(logs, "_lines", written)
    logs.say_request(log, logging.WARNING, "GET", "/orders/{order_id}", 503, 1.25)
    telemetry.leave(token)

    by_logging, at_once = lines[-1], json.loads(written.getvalue())
    assert list(at_once) == list(by_logging)
    assert {**at_once, "at": None} == {**by_logging, "at": None}
    assert datetime.fromisoformat(at_once["at"]) >= datetime.fromisoformat(by_logging["at"])


async def test_an_unhandled_error_is_logged_without_what_it_quotes(lines: list[dict[str, Any]]) -> None:
    await demo(a_router()).http.get("/api/v1/broken/alice@example.com")

    (line,) = [line for line in lines if line["message"] == "unhandled"]
    assert line["error"] == "ValueError: what is wrong"
    assert line["stack"][-1].endswith("broken")
    assert "alice" not in json.dumps(line)


def test_an_error_is_said_in_one_line() -> None:
    assert said(KeyError("a\nb")) == "KeyError: 'a\\nb'"
    assert len(said(ValueError("x" * 900))) == 300


async def test_outside_a_request_nothing_is_left_of_it() -> None:
    await demo(a_router()).http.get("/api/v1/orders/7")

    assert telemetry.current() is None


class Exported:
    def __init__(self, shop: Demo, share: float = 1.0) -> None:
        self.memory = InMemorySpanExporter()
        self.metrics = InMemoryMetricReader()
        shop.app.state.exporter = Exporter("demo", share, SimpleSpanProcessor(self.memory), self.metrics)


async def test_where_spans_are_exported_they_carry_allowed_fields_only() -> None:
    shop = demo(a_router())
    exported = Exported(shop)

    answer = await shop.http.get("/api/v1/orders/7?token=hunter2", headers={"traceparent": PARENT})

    (span,) = exported.memory.get_finished_spans()
    assert span.name == "GET /api/v1/orders/{order_id}"
    assert dict(span.attributes or {}) == {
        "http.request.method": "GET",
        "http.route": "/api/v1/orders/{order_id}",
        "http.response.status_code": 200,
    }
    assert span.parent is not None
    assert f"{span.parent.span_id:016x}" == "b" * 16
    assert span.context is not None
    assert answer.json() == f"00-{'a' * 32}-{span.context.span_id:016x}-01"


async def test_where_metrics_are_exported_a_request_is_counted_by_its_route() -> None:
    shop = demo(a_router())
    exported = Exported(shop)

    for number in range(3):
        await shop.http.get(f"/api/v1/orders/{number}")

    data = json.loads(exported.metrics.get_metrics_data().to_json())  # pyright: ignore[reportOptionalMemberAccess]
    (metric,) = data["resource_metrics"][0]["scope_metrics"][0]["metrics"]
    (point,) = metric["data"]["data_points"]
    assert (metric["name"], point["count"]) == ("http.server.request.duration", 3)
    assert point["attributes"]["http.route"] == "/api/v1/orders/{order_id}"


def test_what_health_counts_is_a_metric() -> None:
    metrics = InMemoryMetricReader()
    exporter = Exporter("order", 1.0, SimpleSpanProcessor(InMemorySpanExporter()), metrics)

    for dead in (3, 2):
        exporter.measure("dead_letters", {"ok": False, "dead": dead, "cause": "Messages could not be handled."})

    data = json.loads(metrics.get_metrics_data().to_json())  # pyright: ignore[reportOptionalMemberAccess]
    found = data["resource_metrics"][0]["scope_metrics"][0]["metrics"]
    values = {metric["name"]: metric["data"]["data_points"][0]["value"] for metric in found}
    assert values == {"souk.dead_letters.ok": 0, "souk.dead_letters.dead": 2}


async def test_a_call_is_a_span_between_the_two_services() -> None:
    callee = demo(a_router())
    calls = Calls({"product": "http://127.0.0.1:8010"})
    calls.directly("product", callee.app)
    router = Router()

    @router.get("/ask")
    async def ask(caller: Anyone) -> str:
        return await calls.to("product").get("/orders/7", reply=str)

    shop = demo(router)
    exported = Exported(shop)

    seen = telemetry.parse((await shop.http.get("/api/v1/ask", headers={"traceparent": PARENT})).json())

    call, request = exported.memory.get_finished_spans()
    assert (call.name, call.attributes) == ("GET product", {"peer.service": "product"})
    assert call.parent is not None
    assert request.context is not None
    assert call.parent.span_id == request.context.span_id
    assert seen is not None
    assert seen.trace_id == "a" * 32


def test_a_message_goes_on_with_the_trace_it_came_with() -> None:
    with telemetry.continued(PARENT, "order.placed.v1") as trace:
        assert telemetry.trace_id() == "a" * 32
        assert telemetry.traceparent() == trace.traceparent
    assert telemetry.traceparent() is None


def test_background_work_is_exported_as_its_services(lines: list[dict[str, Any]]) -> None:
    memory = InMemorySpanExporter()
    exporter = Exporter("order", 1.0, SimpleSpanProcessor(memory), InMemoryMetricReader())

    def handle() -> None:
        with telemetry.continued(PARENT, "order.placed.v1", **{"messaging.destination.name": "order", "who": "alice"}):
            logging.getLogger("shop").info("handled")

    telemetry.beside_requests("order", exporter).run(handle)

    (span,) = memory.get_finished_spans()
    assert (span.name, dict(span.attributes or {})) == ("order.placed.v1", {"messaging.destination.name": "order"})
    assert [(line["service"], line["trace_id"]) for line in lines] == [("order", "a" * 32)]
