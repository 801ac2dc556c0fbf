"""The firewall of docs/running.md, tried from another host: the web comes in, and nothing else of the machine's."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from cli.home import ROOT
from e2e.hosts.network import Host, a_network, why_not
from testkit.waiting import until

RULES = ROOT / "deploy" / "server" / "nftables.conf"
GATEWAY = 8888
KNOCK_S = 1


def reaches(caller: Host, host: Host, port: int) -> bool:
    knock = f"import socket; socket.create_connection(({host.address!r}, {port}), {KNOCK_S}).close()"
    return caller.can([sys.executable, "-c", knock])


async def test_the_web_comes_in_answers_come_back_and_nothing_else_is_reached(tmp_path: Path) -> None:
    if why := why_not():
        pytest.skip(why)
    if shutil.which("nft") is None:
        pytest.skip("the command nft is not here: apt-get install nftables")
    with a_network() as network:
        server, outside = network.host("server"), network.host("outside")
        for host, port in ((server, 443), (server, GATEWAY), (outside, 443)):
            listening = [sys.executable, "-m", "http.server", str(port), "--bind", "0.0.0.0", "--directory"]  # noqa: S104
            host.begins([*listening, str(tmp_path)], tmp_path / f"{host.name}.log")
            await until(lambda host=host, port=port: reaches(outside, host, port))

        assert server.can(["nft", "-f", str(RULES)])

        assert reaches(outside, server, 443)
        assert not reaches(outside, server, GATEWAY)
        assert reaches(server, server, GATEWAY)
        assert reaches(server, outside, 443)
