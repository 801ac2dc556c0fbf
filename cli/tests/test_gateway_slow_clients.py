"""Clients that send or read a byte at a time are given up, their address is limited, and others notice nothing."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from cli.tests.gateway_rig import Rig, running_gateway
from testkit.waiting import wait_until

MOST = 5
BIG = 8 << 20
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
UNFINISHED_BODY = b"POST /cart-service/api/v1/cart/items HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
BIG_FILE = b"GET /mfe/big.js HTTP/1.1\r\nHost: x\r\n\r\n"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a second address for this machine")


@pytest.fixture(scope="module", params=[True])
def gateway(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    home = tmp_path_factory.mktemp("slow")
    (home / "mfe").mkdir()
    (home / "mfe/big.js").write_bytes(b"x" * BIG)
    with running_gateway(home, impatient=request.param, connections_per_address=MOST) as rig:
        yield rig


@pytest.fixture
def open_to() -> Iterator[ExitStack]:
    """Ends with every connection closed."""
    with ExitStack() as stack:
        yield stack


def connected(gateway: Rig, stack: ExitStack, address: str = HERE) -> socket.socket:
    client = stack.enter_context(socket.socket())
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(20)
    client.bind((address, 0))
    client.connect(("127.0.0.1", gateway.system.gateway.port))
    return client


def status_of(gateway: Rig, address: str) -> int:
    with ExitStack() as stack:
        client = connected(gateway, stack, address)
        client.sendall(b"GET /cart-service/api/v1/cart HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return int(client.recv(100).split()[1])


def read_to_the_end(client: socket.socket) -> bytes:
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := client.recv(65536):
            said += piece
    return said


def test_headers_that_never_end_are_given_up(gateway: Rig, open_to: ExitStack) -> None:
    slow = [connected(gateway, open_to) for _ in range(50)]
    for client in slow:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ")

    assert status_of(gateway, HERE) == 200
    wait_until(lambda: connections_of(gateway) == 0)


@pytest.mark.parametrize("gateway", [False], indirect=True, ids=["patient"])
@pytest.mark.parametrize("request_", [UNFINISHED_BODY, BIG_FILE], ids=["body", "answer"])
def test_an_address_with_many_slow_requests_is_refused_more_and_other_addresses_are_served(
    gateway: Rig, open_to: ExitStack, request_: bytes
) -> None:
    def refused_after_one_more() -> bool:
        connected(gateway, open_to).sendall(request_)
        return status_of(gateway, HERE) == 429

    wait_until(refused_after_one_more)

    assert status_of(gateway, ELSEWHERE) == 200


def test_a_body_that_never_ends_is_given_up_and_no_service_hears_of_it(gateway: Rig, open_to: ExitStack) -> None:
    gateway.forget()
    client = connected(gateway, open_to)

    client.sendall(UNFINISHED_BODY)

    assert b"200" not in read_to_the_end(client)
    assert gateway.asked == []


def test_an_answer_that_nobody_reads_is_given_up(gateway: Rig, open_to: ExitStack) -> None:
    client = connected(gateway, open_to)
    client.sendall(BIG_FILE)
    assert client.recv(1)

    wait_until(lambda: connections_of(gateway) == 0)

    assert len(read_to_the_end(client)) < BIG


def test_a_worker_has_files_for_all_its_connections(gateway: Rig) -> None:
    conf = gateway.conf.read_text()
    files, connections = (int(re.findall(rf"{name} (\d+);", conf)[0]) for name in ("nofile", "worker_connections"))

    assert files >= 2 * connections
    assert connections >= 512


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's programs have root's powers to lose")
def test_the_gateway_has_none_of_roots_powers(gateway: Rig) -> None:
    master = psutil.Process(gateway.pid)

    for worker in master.children():
        assert re.search(r"CapEff:\t0+\n", Path(f"/proc/{worker.pid}/status").read_text())


def connections_of(gateway: Rig) -> int:
    """Of this test with the gateway, as its workers hold them: also those whose other end has gone."""
    workers = psutil.Process(gateway.pid).children()
    open_ = (one for worker in workers for one in worker.net_connections("tcp"))
    return sum(one.status != "LISTEN" and one.laddr.port == gateway.system.gateway.port for one in open_)
