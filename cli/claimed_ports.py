"""Ports for a shop that is opened beside others, and that nobody else chooses at the same moment."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Sequence

from cli.home import Home
from cli.manifest import LOOPBACK
from cli.ports import is_taken, moved_ports
from cli.refusals import Refusal
from cli.shape import Shape


@contextlib.contextmanager
def claimed_offset(home: Home, start: int) -> Iterator[int]:
    """The first that leaves all ports of the shop in `home` free; until the end no other claim gets one of them."""
    for offset, ports in moved_ports(Shape().needed_ports(Shape().system(home)), start):
        with contextlib.ExitStack() as held:
            if _claim(ports, held) and not any(map(is_taken, ports)):
                yield offset
                return
    raise Refusal(
        f"No offset from {start} on leaves all ports of a shop free.",
        "Stop a shop that you do not need (./souk down in its folder), then try again.",
    )


def _claim(ports: Sequence[int], held: contextlib.ExitStack) -> bool:
    """By the UDP ports of the same numbers: no part uses those, and they are free again when the process ends."""
    for port in ports:
        claim = held.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        try:
            claim.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
