from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.home import Home
from cli.keeper.housekeeping import LEAST_FREE_BYTES
from cli.service_health import ServiceHealth, health_of
from cli.shape import Shape
from cli.status import WELL, as_seen, status
from cli.tests import standing_shop
from cli.tests.standing_shop import a_standing_shop
from testkit.small_disk import small_disk

SYSTEM = Shape().system(Home.of({}))
REMOTES = [mfe.name for mfe in SYSTEM.mfes.values() if not mfe.is_zone]


def a_part(*services: str, state: str = "healthy") -> dict[str, Any]:
    ports = tuple(SYSTEM.services[name].port for name in services)
    return standing_shop.a_part(services[0], state, "service", ports)


def publish(home: Home, *remotes: str) -> None:
    for name in remotes:
        (home.mfe / name).mkdir()


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


def test_an_instance_of_another_checkout_is_shown_with_its_own_version() -> None:
    said = health_of("order", {"status": "ok", "version": "0.2.0"})

    assert as_seen(a_part("order"), SYSTEM, {"order": said})["version"] == "0.2.0"
    assert as_seen(a_part("order", "cart"), SYSTEM, {"order": said, "cart": said})["version"] == "1"


def test_where_an_instance_of_another_checkout_runs_from_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = {**standing_shop.a_part("order#2"), "source": "/shops/the [next] one"}
    with a_standing_shop(tmp_path, standing_shop.a_part("order#1"), elsewhere) as home:
        status(home, as_json=False)

    said = " ".join(capsys.readouterr().out.split())
    assert "order#2 runs from /shops/the [next] one, another checkout. ./souk restart order#2 takes it back." in said
    assert "order#1 runs from" not in said


def test_one_process_of_several_services_is_as_well_as_the_worst_of_them() -> None:
    health = {"order": ServiceHealth("order", "unready", ("database: away",)), "cart": ServiceHealth("cart", "ok")}

    seen = as_seen(a_part("order", "cart"), SYSTEM, health)

    assert seen["state"] == "unhealthy"
    assert seen["reason"] == "order: database: away"


def test_where_nothing_runs_the_exit_code_is_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path, Home.of({}).root)
    home.make()

    assert status(home, as_json=False) == 4
    assert status(home, as_json=True) == 4
    assert json.loads(capsys.readouterr().out) == {"running": False, "parts": []}


@pytest.mark.parametrize(
    ("state", "code"),
    [("healthy", 0), ("degraded", 0), ("starting", 3), ("restarting", 3), ("unhealthy", 3), ("failed", 3)],
)
def test_the_exit_code_says_whether_every_part_serves(tmp_path: Path, state: str, code: int) -> None:
    parts = [standing_shop.a_part("gateway"), standing_shop.a_part("nats", state)]
    with a_standing_shop(tmp_path, *parts) as home:
        publish(home, *REMOTES)

        assert status(home, as_json=False) == code


def test_a_service_that_answers_nobody_does_not_serve(tmp_path: Path) -> None:
    free = {"order": 1}  # no service listens below 1024
    part = standing_shop.a_part("order", "healthy", "service", (1,))
    with a_standing_shop(tmp_path, part, shape=Shape(ports=free)) as home:
        publish(home, *REMOTES)

        assert status(home, as_json=False) == 3


def test_a_micro_frontend_that_was_never_published_does_not_serve(tmp_path: Path) -> None:
    with a_standing_shop(tmp_path, standing_shop.a_part("gateway")) as home:
        publish(home, *REMOTES[1:])

        assert status(home, as_json=False) == 3


def test_a_shop_with_a_full_disk_does_not_serve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (
        small_disk(tmp_path / "disk", megabytes=2 * LEAST_FREE_BYTES // (1 << 20)) as disk,
        a_standing_shop(disk.folder, standing_shop.a_part("gateway")) as home,
    ):
        publish(home, *REMOTES)
        assert status(home, as_json=True) == 0
        assert json.loads(capsys.readouterr().out)["disk_full"] is False

        disk.fill()

        assert status(home, as_json=True) == 3
        assert json.loads(capsys.readouterr().out)["disk_full"] is True
