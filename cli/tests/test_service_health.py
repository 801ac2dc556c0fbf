from __future__ import annotations

from typing import Any

import pytest

from cli.home import Home
from cli.service_health import ask_services, health_of
from cli.shape import Shape
from local.programs import free_port

FINE: dict[str, Any] = {"ok": True}


@pytest.mark.parametrize(("status", "serves"), [("ok", True), ("degraded", True), ("unready", False)])
def test_a_degraded_service_serves_and_an_unready_one_does_not(status: str, serves: bool) -> None:
    assert health_of("order", {"status": status, "checks": {"database": FINE}}).serves is serves


def test_what_ails_a_service_is_told_with_its_cause() -> None:
    checks = {"database": FINE, "broker": {"ok": False, "cause": "No answer within 2 s."}}

    assert health_of("order", {"status": "degraded", "checks": checks}).said == "broker: No answer within 2 s."


def test_dead_letters_and_parked_sagas_are_told_by_their_number_and_command() -> None:
    checks = {
        "dead_letters": {"ok": False, "cause": "Messages could not be handled.", "dead": 2, "waiting": 1},
        "sagas": {"ok": False, "cause": "Sagas are parked.", "parked": 1},
    }

    said = health_of("order", {"status": "degraded", "checks": checks}).said

    assert said == ("2 dead letters: ./souk dead-letters list order. 1 parked saga: ./souk sagas list order.")


def test_a_service_that_does_not_answer_is_told_as_silent() -> None:
    service = Shape().system(Home.of({})).services["order"].but(port=free_port())

    assert ask_services([service])[0].status == "silent"
