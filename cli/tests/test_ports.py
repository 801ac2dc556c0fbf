from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator

import pytest

from cli.ports import is_taken, refuse_taken
from cli.refusals import Refusal
from cli.shape import parsed_ports
from local.programs import free_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_that_is_taken_is_refused_with_who_holds_it_and_how_to_move(taken_port: int) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_taken({"order": taken_port, "gateway": free_port()})

    assert f"Port {taken_port} (order) is taken by" in refused.value.cause
    assert f"(pid {os.getpid()})" in refused.value.cause
    assert "--port-offset" in refused.value.fix
    assert f"--port order={taken_port + 1}" in refused.value.fix


def test_all_taken_ports_are_named_at_once(taken_port: int) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_taken({"order": taken_port, "cart": taken_port})

    assert len(refused.value.cause.splitlines()) == 2


def test_free_ports_are_not_refused() -> None:
    refuse_taken({"order": free_port()})


def test_a_port_is_moved_by_part_and_number() -> None:
    assert parsed_ports(["order=9030", "mfe.cart=5030"]) == {"order": 9030, "mfe.cart": 5030}


@pytest.mark.parametrize("wrong", ["order", "order=", "=9030", "order=eight", "order=70000"])
def test_a_move_that_cannot_be_read_says_how_to_write_it(wrong: str) -> None:
    with pytest.raises(Refusal, match="--port order=9030"):
        parsed_ports([wrong])


def test_the_offered_offset_counts_from_where_the_ports_stood_first(taken_port: int) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_taken({"order": taken_port}, offset=2000)

    offered = re.search(r"--port-offset (\d+)", refused.value.fix)
    assert offered
    assert int(offered[1]) >= 3000
    assert not is_taken(taken_port - 2000 + int(offered[1]))
