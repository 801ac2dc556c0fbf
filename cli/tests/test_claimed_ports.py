from __future__ import annotations

import socket
from pathlib import Path

import pytest

from cli.claimed_ports import claimed_offset
from cli.home import Home
from cli.manifest import LOOPBACK
from cli.ports import is_taken
from cli.refusals import Refusal
from cli.shape import Shape

START = 3000


def ports_at(offset: int, home: Home) -> set[int]:
    shape = Shape(port_offset=offset)
    return set(shape.needed_ports(shape.system(home)).values())


def test_shops_that_choose_before_any_of_them_listens_have_no_port_in_common(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with claimed_offset(home, START) as one, claimed_offset(home, START) as two, claimed_offset(home, START) as three:
        ports = [ports_at(offset, home) for offset in (one, two, three)]

    assert len(set.union(*ports)) == sum(map(len, ports))


def test_what_was_claimed_can_be_listened_to_and_is_free_for_others_afterwards(tmp_path: Path) -> None:
    with claimed_offset(Home(tmp_path), START) as first:
        assert not any(map(is_taken, ports_at(first, Home(tmp_path))))
    with claimed_offset(Home(tmp_path), START) as second:
        assert second == first


def test_an_offset_with_a_port_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with claimed_offset(home, START) as first:
        pass
    with socket.socket() as listener:
        listener.bind((LOOPBACK, min(ports_at(first, home))))
        listener.listen()

        with claimed_offset(home, START) as second:
            assert second > first


def test_where_no_offset_is_left_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="leaves all ports of a shop free"), claimed_offset(Home(tmp_path), 60_000):
        pass
