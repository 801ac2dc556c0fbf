"""Several instances at one address: what comes and goes, and that nobody who asks is told of it."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from cli.home import ROOT, Home
from cli.keeper.requests import Request, ask
from cli.manifest import load
from cli.probes import all_answer
from cli.programs import nginx_command
from cli.render import render_runtime
from cli.tests.patient_shoppers import CLIENTS, Shoppers
from cli.tests.small_shop import SmallShop, gone, stage
from local.programs import end, free_port, launch
from testkit.waiting import wait_until


@dataclass(frozen=True, slots=True)
class Place:
    shop: SmallShop
    part: str
    port: int

    def instances(self) -> list[dict[str, Any]]:
        return [found for found in self.shop.state()["parts"] if found["part"] == self.part]

    def pids(self) -> set[int]:
        return {found["pid"] for found in self.instances() if found["state"] == "healthy"}

    def replace_all(self) -> str:
        """Gives why it was refused, if it was."""
        return self.restarts(self.part)

    def restarts(self, name: str, source: Path | None = None) -> str:
        before = self.instances()[0]["released"]
        ask(self.shop.folder, Request.RESTART, name, str(source) if source else "")
        wait_until(lambda: self.instances()[0]["released"] != before)
        return str(self.instances()[0]["refused"])

    def checkouts(self) -> list[str | None]:
        """Of each instance, as it is told and as it is; None is the shop's own."""
        found = (psutil.Process(each["pid"]).environ().get("PYTHONPATH") for each in self.instances())
        own = [None if checkout == os.environ.get("PYTHONPATH") else checkout for checkout in found]
        assert [each["source"] or None for each in self.instances()] == own
        return own

    def start(self, name: str) -> None:
        ask(self.shop.folder, Request.RESTART, name)
        wait_until(lambda: len(self.pids()) == len(self.instances()))


@pytest.fixture(scope="module")
def two_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Place]]:
    """Order has two instances and cart one; each test leaves them so."""
    ports = {"order": free_port(), "cart": free_port()}
    shop = SmallShop(
        tmp_path_factory.mktemp("shop"),
        stage(
            {"name": "order", "kind": "SERVICE", "port": ports["order"], "replicas": 2},
            {"name": "cart", "kind": "SERVICE", "port": ports["cart"], "replicas": 1},
        ),
    )
    shop.until("healthy")
    yield Place(shop, "order", ports["order"]), Place(shop, "cart", ports["cart"])
    shop.keeper.terminate()
    shop.keeper.wait(60)


@pytest.fixture
def order(two_parts: tuple[Place, Place]) -> Place:
    return two_parts[0]


@pytest.fixture
def cart(two_parts: tuple[Place, Place]) -> Place:
    return two_parts[1]


@pytest.fixture
def gateway(order: Place, tmp_path: Path) -> Iterator[int]:
    port = free_port()
    home = Home(tmp_path / "gateway")
    home.make()
    render_runtime(load(ROOT / "souk.toml", ports={"gateway": port, "service.order": order.port}), home.folder)
    nginx = launch(nginx_command(home.run), tmp_path / "nginx.log")
    wait_until(lambda: all_answer([port], "/health"))
    yield port
    end(nginx, signal.SIGTERM, 10)


def test_a_new_version_takes_over_behind_the_gateway_without_a_failed_request(order: Place, gateway: int) -> None:
    before = order.pids()

    with Shoppers(gateway) as shoppers:
        refused = order.replace_all()

    noted = Counter(line for file in order.shop.folder.glob("noted.*") for line in file.read_text().split())
    assert (refused, shoppers.failed) == ("", [])
    assert noted == Counter(shoppers.wrote)
    assert shoppers.reads > CLIENTS
    assert len(order.pids()) == 2
    assert not order.pids() & before
    assert gone(list(before))


def test_one_instance_alone_is_replaced_by_one_that_is_ready_first(cart: Place) -> None:
    before = cart.pids()

    with Shoppers(cart.port) as shoppers:
        refused = cart.replace_all()

    assert (refused, shoppers.failed) == ("", [])
    assert [found["name"] for found in cart.instances()] == ["cart"]
    assert not cart.pids() & before


def test_a_version_that_does_not_come_up_replaces_nobody(order: Place) -> None:
    before = order.pids()
    doomed = order.shop.folder / "doomed"
    doomed.touch()

    refused = order.replace_all()

    doomed.unlink()
    assert "exit code 9" in refused
    assert "Those that ran go on." in refused
    assert order.pids() == before


def test_an_unchanged_version_asks_nothing_of_the_tables_and_a_changed_one_may_be_refused_by_them(cart: Place) -> None:
    folder, before = cart.shop.folder, cart.pids()
    (folder / "no-tables").touch()

    assert cart.replace_all() == ""
    assert not (folder / "asked-for-tables").exists()

    between = cart.pids()
    (folder / "sources").mkdir()
    (folder / "sources" / "later.py").touch()
    assert cart.replace_all() == "The tables are round."
    assert cart.pids() == between != before
    shutil.rmtree(folder / "sources")


def test_one_of_several_stops_by_its_own_name_and_the_others_serve(order: Place) -> None:
    with Shoppers(order.port) as shoppers:
        ask(order.shop.folder, Request.STOP, "order#2")
        wait_until(lambda: order.instances()[1]["state"] == "stopped")

    assert shoppers.failed == []
    assert order.instances()[0]["state"] == "healthy"
    order.start("order#2")


def test_a_killed_instance_comes_back_and_new_callers_find_the_other(order: Place) -> None:
    first = order.instances()[0]["pid"]

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: first not in order.pids())
    with Shoppers(order.port) as shoppers:
        wait_until(lambda: len(order.pids()) == 2)

    assert shoppers.failed == []


def test_where_all_are_stopped_a_caller_is_refused_at_once(order: Place) -> None:
    ask(order.shop.folder, Request.STOP, "order")

    wait_until(lambda: is_refused(order.port))

    order.start("order")


def test_who_waited_until_all_are_stopped_may_have_their_port_at_once(order: Place) -> None:
    ask(order.shop.folder, Request.STOP, "order")
    wait_until(lambda: {found["state"] for found in order.instances()} == {"stopped"})

    with socket.socket() as another:
        another.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        another.bind(("127.0.0.1", order.port))
        another.listen()

    order.start("order")


def test_one_instance_from_another_checkout_is_that_one_alone(order: Place, tmp_path: Path) -> None:
    for left in ("no-tables", "asked-for-tables"):
        (order.shop.folder / left).unlink(missing_ok=True)

    assert order.restarts("order#2", tmp_path) == ""
    assert order.checkouts() == [None, str(tmp_path)]
    second = order.instances()[1]["pid"]
    os.kill(second, signal.SIGKILL)
    wait_until(lambda: second not in order.pids() and len(order.pids()) == 2)
    assert order.checkouts() == [None, str(tmp_path)], "it comes back as it was"

    (order.shop.folder / "asked-for-tables").unlink()
    assert order.restarts("order#1") == ""
    assert not (order.shop.folder / "asked-for-tables").exists(), "the other one is what it was before"
    assert order.restarts("order#2") == ""
    assert order.checkouts() == [None, None]


def is_refused(port: int) -> bool:
    try:
        http.client.HTTPConnection("127.0.0.1", port, 5).connect()
    except ConnectionRefusedError:
        return True
    return False
