"""Where servers of tests listen."""

from __future__ import annotations

import socket

from local.programs import OF_A_PROCESS, free_port


def test_no_two_servers_that_are_being_started_get_the_same_port() -> None:
    ports = [free_port() for _ in range(400)]

    assert len(set(ports)) == len(ports)


def test_a_port_that_somebody_listens_on_is_left_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        port = taken.getsockname()[1]

        assert port not in {free_port() for _ in range(OF_A_PROCESS)}
