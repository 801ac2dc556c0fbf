"""Another build of a zone takes over in a running shop: a real keeper, a real nginx, and nobody is told of it."""

from __future__ import annotations

import http.client
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from cli.home import ROOT, Home
from cli.manifest import Mfe, System, load
from cli.probes import all_answer
from cli.programs import nginx_command
from cli.refusals import Refusal
from cli.releases.artefact import Store
from cli.releases.change import only_change
from cli.releases.choices import Choice, changing
from cli.releases.instances import ask_for_builds, until_there
from cli.releases.pages import give_pages, servers_in
from cli.render import render_runtime
from cli.running import Claim
from cli.tests.small_shop import SmallShop, stage
from local.programs import end, free_port, launch
from testkit.waiting import wait_until

FORKED = multiprocessing.get_context("fork")
ONE, TWO, DOOMED = "1" * 16, "2" * 16, "d" * 16


@dataclass(frozen=True, slots=True)
class Zone:
    home: Home
    system: System
    shop: SmallShop

    @property
    def mfe(self) -> Mfe:
        return self.system.mfes["products"]

    def parts(self) -> list[dict[str, Any]]:
        return self.shop.state()["parts"]

    def builds(self) -> list[str]:
        return [part["build"] for part in self.parts()]

    def becomes(self, before: Choice, after: Choice) -> None:
        """As the command does it."""
        with only_change(self.home):
            until_there(self.home, self.mfe, before, after)
            give_pages(Store(self.home.folder), self.home.run, "products", after, servers_in(self.parts(), self.mfe))
            ask_for_builds(self.home, "products", after)


@pytest.fixture
def zone(tmp_path: Any) -> Iterator[Zone]:
    """Its keeper's lock is this test's."""
    home = Home(tmp_path)
    home.make()
    claim = Claim.take(home)
    assert claim
    system = load(ROOT / "souk.toml", ports={"gateway": free_port(), "mfe.products": free_port()})
    port = system.mfes["products"].port
    raw = {"name": "products", "kind": "ZONE", "port": port, "replicas": 1, "build": ONE}
    shop = SmallShop(home.run, stage(raw))
    shop.until("healthy")
    render_runtime(system, home.folder)
    zone = Zone(home, system, shop)
    give_pages(Store(home.folder), home.run, "products", Choice("products", ONE), servers_in(zone.parts(), zone.mfe))
    nginx = launch(nginx_command(home.run), tmp_path / "nginx.log")
    wait_until(lambda: all_answer([system.gateway.port], "/health"))
    yield zone
    end(nginx, signal.SIGTERM, 10)
    shop.keeper.terminate()
    shop.keeper.wait(60)
    claim.file.close()


@dataclass
class Visitor:
    """Keeps one connection, never tries again, and asks for a page that nobody has asked for before."""

    port: int
    failed: list[str] = field(default_factory=list[str])
    served_by: list[str] = field(default_factory=list[str])
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Visitor:
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        wait_until(lambda: len(self.served_by) > 2 or self.failed)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _look(self) -> None:
        line, turn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), 0
        while not self._over.wait(0.01) and not self.failed:
            turn += 1
            try:
                line.request("GET", f"/products/{turn}")
                answer = line.getresponse()
                self.served_by.append(answer.read().decode())
                if answer.status != 200:
                    self.failed.append(f"{answer.status} of page {turn}")
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
        line.close()


def test_another_build_is_there_before_the_first_one_leaves_and_no_request_is_lost(zone: Zone) -> None:
    first = zone.parts()[0]["pid"]
    with Visitor(zone.system.gateway.port) as visitor:
        zone.becomes(Choice("products", ONE), Choice("products", TWO, rollback=ONE))
        second = next(part["pid"] for part in zone.parts() if part["build"] == TWO)
        wait_until(lambda: visitor.failed or str(second) in visitor.served_by)
        wait_until(lambda: zone.builds() == [TWO])
        seen = len(visitor.served_by)
        wait_until(lambda: visitor.failed or len(visitor.served_by) > seen + 2)

    assert visitor.failed == []
    assert set(visitor.served_by) == {str(first), str(second)}
    assert visitor.served_by == sorted(visitor.served_by, key=[str(first), str(second)].index), "never back again"


def test_a_canary_answers_beside_what_is_live_and_goes_when_it_is_taken_back(zone: Zone) -> None:
    live, some = Choice("products", ONE), Choice("products", ONE, TWO, 10)
    with Visitor(zone.system.gateway.port) as visitor:
        zone.becomes(live, some)
        assert sorted(servers_in(zone.parts(), zone.mfe)) == [ONE, TWO]
        zone.becomes(some, live)
        wait_until(lambda: zone.builds() == [ONE])

    assert visitor.failed == []


def test_a_build_that_does_not_come_up_is_given_to_nobody(zone: Zone) -> None:
    (zone.home.run / "doomed").touch()

    with Visitor(zone.system.gateway.port) as visitor, pytest.raises(Refusal) as refused:
        zone.becomes(Choice("products", ONE), Choice("products", DOOMED, rollback=ONE))

    assert "exit code 9" in refused.value.cause
    assert "Everybody goes on with what they had." in refused.value.cause
    wait_until(lambda: zone.builds() == [ONE])
    assert visitor.failed == []


def killed_while_it_decides(zone: Zone, after: Choice) -> None:
    with only_change(zone.home):
        until_there(zone.home, zone.mfe, Choice("products", ONE), after)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("after", [Choice("products", TWO, rollback=ONE), Choice("products", ONE, TWO, 10)])
def test_a_build_that_was_started_for_a_command_that_was_killed_goes_by_itself(zone: Zone, after: Choice) -> None:
    with changing(zone.home.folder) as choices:
        choices.choose(Choice("products", ONE, pinned=True), "Ada", "publish")
    command = FORKED.Process(target=killed_while_it_decides, args=(zone, after))
    command.start()
    command.join()
    assert command.exitcode == -signal.SIGKILL
    assert ONE in zone.builds()

    with Visitor(zone.system.gateway.port) as visitor:
        wait_until(lambda: zone.builds() == [ONE])

    assert visitor.failed == []
    assert set(visitor.served_by) == {str(zone.parts()[0]["pid"])}
