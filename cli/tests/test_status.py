from __future__ import annotations

from typing import Any

import pytest

from cli.home import Home
from cli.service_health import ServiceHealth
from cli.shape import Shape
from cli.status import WELL, as_seen

SYSTEM = Shape().system(Home.of({}))


def a_part(*services: str, state: str = "healthy") -> dict[str, Any]:
    ports = [SYSTEM.services[name].port for name in services]
    return {"name": services[0], "kind": "service", "state": state, "pid": None, "ports": ports, "reason": ""}


@pytest.mark.parametrize(
    ("status", "state", "well"),
    [
        ("ok", "healthy", True),
        ("degraded", "degraded", True),
        ("unready", "unhealthy", False),
        ("silent", "unhealthy", False),
    ],
)
def test_a_service_that_lives_is_shown_as_it_says_of_itself(status: str, state: str, well: bool) -> None:
    seen = as_seen(a_part("order"), SYSTEM, {"order": ServiceHealth("order", status)})

    assert seen["state"] == state
    assert (seen["state"] in WELL) is well


def test_what_the_keeper_knows_of_a_part_that_does_not_live_stands() -> None:
    seen = as_seen(a_part("order", state="restarting"), SYSTEM, {"order": ServiceHealth("order", "silent")})

    assert seen["state"] == "restarting"


def test_one_process_of_several_services_is_as_well_as_the_worst_of_them() -> None:
    health = {"order": ServiceHealth("order", "unready", ("database: away",)), "cart": ServiceHealth("cart", "ok")}

    seen = as_seen(a_part("order", "cart"), SYSTEM, health)

    assert seen["state"] == "unhealthy"
    assert seen["reason"] == "order: database: away"
