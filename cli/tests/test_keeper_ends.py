from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from cli.tests.small_shop import DEAF, HAS_A_CHILD, LIVES, Open, gone, part, stage
from testkit.waiting import wait_until


def test_a_part_that_ignores_the_signal_is_killed_after_its_grace(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", DEAF, grace_s=0.5)))
    shop.until("healthy")
    pids = shop.pids()

    shop.keeper.terminate()

    assert shop.keeper.wait(10) == 0
    assert gone(pids)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_no_process_is_left_whatever_ends_the_keeper(a_shop: Open, how: signal.Signals) -> None:
    shop = a_shop(stage(part("nats", LIVES, "BROKER"), part("order", LIVES)))
    shop.until("healthy")
    pids = shop.pids()
    assert len(pids) == 2

    shop.keeper.send_signal(how)

    shop.keeper.wait(20)
    assert gone(pids)


def test_children_of_a_part_end_with_it(a_shop: Open) -> None:
    shop = a_shop(stage(part("gateway", HAS_A_CHILD, "GATEWAY")))
    shop.until("healthy")
    pids = shop.pids()
    assert len(pids) == 2

    shop.keeper.terminate()

    shop.keeper.wait(20)
    assert gone(pids)


def test_the_shop_stops_when_its_terminal_is_gone(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", LIVES)))
    shop.until("healthy")
    pids = shop.pids()

    shop.news.close()
    shop.terminal.close()

    assert shop.keeper.wait(20) == 0
    assert gone(pids)


def test_a_detached_shop_goes_on_without_its_terminal(a_shop: Open) -> None:
    shop = a_shop(stage(part("order", LIVES)), detach=True)
    shop.until("healthy")
    first = shop.state_of("order")["pid"]

    shop.news.close()
    shop.terminal.close()
    os.kill(first, signal.SIGKILL)

    wait_until(lambda: is_another(shop.state_of("order"), first))
    assert shop.keeper.poll() is None


def is_another(part: dict[str, Any], first: int) -> bool:
    return part["state"] == "healthy" and part["pid"] not in (None, first)
