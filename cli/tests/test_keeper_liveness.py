"""A part that hangs is seen, and started anew, by its own silence alone."""

from __future__ import annotations

import os
import signal

import pytest

from cli.keeper.requests import Request, ask
from cli.tests.small_shop import DEAF, DIES_WHEN_DOOMED, GREETS, LIVES, Open, SmallShop, gone, part, stage


def hang(shop: SmallShop, name: str) -> int:
    pid = shop.state_of(name)["pid"]
    os.kill(pid, signal.SIGSTOP)
    return pid


@pytest.mark.parametrize("kind", ["DATABASE", "BROKER", "SERVICE", "ZONE", "GATEWAY"])
def test_a_part_that_hangs_is_shown_unhealthy_then_ended_and_started_anew(a_shop: Open, kind: str) -> None:
    shop = a_shop(stage(part("it", GREETS, kind, grace_s=0.2), part("other", GREETS)))
    shop.until("healthy")
    other = shop.state_of("other")["pid"]

    hung = hang(shop, "it")

    assert shop.until("unhealthy")["part"] == "it"
    assert "did not answer" in shop.until("died")["reason"]
    assert shop.until("ready")["part"] == "it"
    assert gone([hung])
    assert shop.state_of("it")["state"] == "healthy"
    assert shop.state_of("other")["pid"] == other


def test_a_part_that_goes_on_in_time_is_left_alone(a_shop: Open) -> None:
    shop = a_shop(stage(part("it", GREETS)), most_misses=1000)
    shop.until("healthy")
    pid = hang(shop, "it")
    shop.until("unhealthy")

    os.kill(pid, signal.SIGCONT)

    assert shop.until("answers-again")["part"] == "it"
    assert shop.state_of("it")["pid"] == pid
    assert shop.state_of("it")["state"] == "healthy"


def test_a_shop_with_a_hung_part_stops_and_leaves_nothing(a_shop: Open) -> None:
    shop = a_shop(stage(part("it", GREETS, grace_s=0.2)), most_misses=1000)
    shop.until("healthy")
    pid = hang(shop, "it")
    shop.until("unhealthy")

    shop.keeper.terminate()

    assert shop.keeper.wait(20) == 0
    assert gone([pid])


def test_a_part_starts_anew_when_a_person_asks_for_it(a_shop: Open) -> None:
    shop = a_shop(stage(part("it", LIVES), part("deaf", DEAF, grace_s=0.2)))
    shop.until("healthy")
    before = [shop.state_of(name)["pid"] for name in ("it", "deaf")]

    for name in ("it", "deaf"):
        ask(shop.folder, Request.RESTART, name)

        assert "asked to start anew" in shop.until("died")["reason"]
        assert shop.until("ready")["part"] == name
    assert gone(before)


def test_a_person_need_not_wait_until_a_crash_loop_is_tried_again(a_shop: Open) -> None:
    shop = a_shop(stage(part("it", DIES_WHEN_DOOMED)), first_rest_s=600)
    shop.until("healthy")
    (shop.folder / "doomed").touch()
    os.kill(shop.state_of("it")["pid"], signal.SIGKILL)
    shop.until("gave-up")

    (shop.folder / "doomed").unlink()
    ask(shop.folder, Request.RESTART, "it")

    assert shop.until("ready")["part"] == "it"
