from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from kit.http.router import Router
from kit.running.health import NotReady
from kit.tests.bells import IN_TIME_S
from kit.tests.demo import Demo, demo


@pytest.fixture
def shop() -> Demo:
    return demo(Router())


async def test_a_process_that_answers_is_alive_whatever_else_is_down(shop: Demo) -> None:
    shop.app.state.probes["database"] = _fails

    answer = await shop.http.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "service": "demo", "version": "1.2.3"})


async def test_ready_means_that_every_part_answers(shop: Demo) -> None:
    shop.app.state.probes["database"] = _fine

    answer = await shop.http.get("/health")

    assert answer.status_code == 200
    assert answer.json()["checks"]["database"]["ok"] is True
    assert answer.json()["checks"]["database"]["connections"] == 2


async def test_a_part_that_it_cannot_serve_without_makes_it_unready_and_is_named(shop: Demo) -> None:
    shop.app.state.probes.update(database=_fine, broker=_fails, migrations=_is_behind)

    answer = await shop.http.get("/health")

    checks = answer.json()["checks"]
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert checks["database"]["ok"] is True
    assert checks["broker"]["cause"] == "OSError: connection refused"
    assert checks["migrations"]["missing"] == ["order/0002_more"]


async def test_a_neighbour_that_is_away_leaves_it_ready_and_degraded(shop: Demo) -> None:
    shop.app.state.probes.update(database=_fine, broker=_fails)

    answer = await shop.http.get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["broker"]["ok"] is False


async def test_a_part_that_hangs_does_not_hang_the_answer(shop: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.running.health.PROBE_S", 0.05)
    shop.app.state.probes["database"] = _hangs

    answer = await asyncio.wait_for(shop.http.get("/health"), IN_TIME_S)

    assert answer.json()["checks"]["database"]["cause"] == "No answer within 0.05 s."


async def test_a_draining_process_takes_no_new_work(shop: Demo) -> None:
    shop.app.state.draining = True

    assert (await shop.http.get("/health")).status_code == 503
    assert (await shop.http.get("/health/live")).status_code == 200


async def _fine() -> Mapping[str, Any]:
    return {"connections": 2}


async def _fails() -> Mapping[str, Any]:
    raise OSError("connection refused\nsecond line")


async def _is_behind() -> Mapping[str, Any]:
    raise NotReady("behind", missing=["order/0002_more"])


async def _hangs() -> Mapping[str, Any]:
    await asyncio.Event().wait()
    return {}
