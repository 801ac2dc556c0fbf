"""Where a part is found: sockets that all its instances take connections from.

An instance that comes or goes changes nothing for who calls: no port, no list of servers, no connection that waits.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence

from cli.manifest import LOOPBACK


class Address:
    def __init__(self, ports: Sequence[int], *, elsewhere: bool = False) -> None:
        """`elsewhere`: at any free ports in place of these, by which the instances call them all the same."""
        self._ports = ports
        self._elsewhere = elsewhere
        self._sockets: dict[int, socket.socket] = {}

    def open(self) -> Mapping[int, socket.socket]:
        """Bound, and by the first instance listened at: until one serves, who calls is refused."""
        for port in self._ports:
            if port not in self._sockets:
                self._sockets[port] = bound(0 if self._elsewhere else port)
        return self._sockets

    @property
    def port(self) -> int:
        """Where the first of them is found; 0 while nobody is."""
        return next((each.getsockname()[1] for each in self._sockets.values()), 0)

    def close(self) -> None:
        """Nobody serves any more: who calls is refused at once, and another program may have the ports."""
        for each in self._sockets.values():
            each.close()
        self._sockets.clear()


def bound(port: int) -> socket.socket:
    """0 is any free one."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise OSError(error.errno, f"port {port}: {os.strerror(error.errno or 0).lower()}") from error
    return listener
