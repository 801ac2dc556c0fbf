"""./souk restart PART, with a keeper over dummy parts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.home import Home
from cli.running import Claim
from cli.tests.small_shop import LIVES, SmallShop, gone, part, stage
from testkit import processes

FAILS_TO_START_WHEN_DOOMED = f"""import os, pathlib, sys
if (pathlib.Path(os.environ['FOLDER'])/'doomed').exists(): sys.exit(9)
{LIVES}"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.make()
    return home


@pytest.fixture
def shop(home: Home) -> Iterator[SmallShop]:
    """Its keeper's lock is this test's."""
    claim = Claim.take(home)
    assert claim
    shop = SmallShop(home.run, stage(part("order", LIVES), part("cart", FAILS_TO_START_WHEN_DOOMED)))
    shop.until("healthy")
    yield shop
    shop.keeper.terminate()
    shop.keeper.wait(60)
    claim.file.close()


def restart(home: Home, name: str) -> tuple[int, str]:
    return asked(home, "restart", name)


def asked(home: Home, verb: str, name: str) -> tuple[int, str]:
    """Its exit code, and what it said."""
    env = {**os.environ, "SOUK_HOME": str(home.folder)}
    log = home.folder / "said"
    code = processes.start("cli.__main__", verb, name, log=log, env=env).wait(180)
    return code, log.read_text()


def test_one_part_starts_anew_and_the_others_go_on(home: Home, shop: SmallShop) -> None:
    before = {name: shop.state_of(name)["pid"] for name in ("order", "cart")}

    code, said = restart(home, "order")

    assert code == 0, said
    assert "Restarting order" in said
    order = shop.state_of("order")
    assert (order["state"], order["restarts"]) == ("healthy", 1)
    assert order["pid"] not in (before["order"], None)
    assert gone([before["order"]], within_s=60)
    assert shop.state_of("cart")["pid"] == before["cart"]


def test_a_stopped_part_stays_so_until_it_is_started_anew(home: Home, shop: SmallShop) -> None:
    before = shop.state_of("order")["pid"]

    code, said = asked(home, "stop", "order")

    stopped = shop.state_of("order")
    assert code == 0, said
    assert (stopped["state"], stopped["pid"], stopped["reason"]) == ("stopped", None, "")
    assert gone([before], within_s=60)
    assert asked(home, "stop", "order")[0] == 0
    assert shop.state_of("cart")["restarts"] == 0
    assert restart(home, "order")[0] == 0
    assert (shop.state_of("order")["state"], shop.state_of("order")["restarts"]) == ("healthy", 1)


def test_a_part_that_does_not_come_back_is_said_with_its_reason(home: Home, shop: SmallShop) -> None:
    (shop.folder / "doomed").touch()
    (shop.folder / "cart.ready").unlink()

    code, said = restart(home, "cart")

    assert code == 1
    assert "cart does not start" in said
    assert "exit code 9" in said
    assert "./souk logs cart" in said


def test_a_part_that_is_not_there_is_refused_with_those_that_are(home: Home, shop: SmallShop) -> None:
    code, said = restart(home, "ordre")

    assert code == 1
    assert "There is no part called ordre." in said
    assert "Parts: order, cart." in said
    assert shop.state_of("order")["restarts"] == 0


def test_where_no_shop_runs_there_is_nothing_to_restart(home: Home) -> None:
    code, said = restart(home, "order")

    assert code == 1
    assert "No shop runs from" in said
    assert "./souk up" in said
