"""A neighbour that is down is no reason to start anybody anew: who works without it goes on."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cli.home import Home
from cli.shape import Services, Shape
from cli.shop import Shop
from cli.tests.small_shop import DIES_WHEN_DOOMED, GREETS, Open, part, stage
from testkit.waiting import wait_until

# Asked three times as often as silence counts as hung, which is long: a busy machine answers late.
MISSES, ROUNDS = 10, 30
GREETS_AND_COUNTS = GREETS.replace("    with server", "    (F/'greeted').open('a').write('.')\n    with server")


@pytest.mark.parametrize(("neighbour", "kind"), [("postgres", "DATABASE"), ("nats", "BROKER"), ("order", "SERVICE")])
def test_a_neighbour_that_is_down_restarts_nobody(a_shop: Open, neighbour: str, kind: str) -> None:
    stages = stage(part(neighbour, DIES_WHEN_DOOMED, kind)), stage(part("cart", GREETS_AND_COUNTS))
    shop = a_shop(*stages, first_rest_s=600, most_misses=MISSES)
    shop.until("healthy")
    before, greeted = shop.state_of("cart")["pid"], shop.folder / "greeted"

    (shop.folder / "doomed").touch()
    os.kill(shop.state_of(neighbour)["pid"], signal.SIGKILL)
    shop.until("gave-up")
    asked = greeted.stat().st_size

    wait_until(lambda: greeted.stat().st_size >= asked + ROUNDS)
    cart = shop.state_of("cart")
    assert (cart["pid"], cart["restarts"], cart["state"]) == (before, 0, "healthy")
    assert shop.state_of(neighbour)["state"] == "failed"


@contextmanager
def a_service_whose_database_is_away() -> Iterator[int]:
    """Its port: it lives, and cannot serve."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/health/live" else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server named it)
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_the_keeper_asks_a_service_whether_it_lives_and_not_whether_its_neighbours_do(tmp_path: Path) -> None:
    home = Home(tmp_path / "souk")
    home.make()

    with a_service_whose_database_is_away() as port:
        parts = Shop(home, Shape(ports={"service.order": port})).services()
        order = next(part for part in parts if part.name == "order")

        assert not order.is_ready(order.ports)
        assert order.is_alive(order.ports)


def test_who_lets_others_go_first_does_so_in_a_process_of_its_own_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "souk")
    home.make()
    apart, together = (Shop(home, Shape(services)) for services in (Services.APART, Services.TOGETHER))

    assert {part.name: part.nice for part in apart.services() if part.nice} == {"activity": 10}
    assert [part.nice for part in together.services()] == [0]
