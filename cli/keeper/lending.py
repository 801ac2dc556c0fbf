"""Addresses of parts that somebody else serves at for a while, beside the keeper's own instances or in their place.

Who borrows one listens at a socket of the file system, names it, and is sent the descriptors of the address there. That
line stays open for as long as they borrow. However it comes to close, the keeper's own serve again.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
from dataclasses import dataclass, field

from cli.keeper.fleet import Fleet

ANSWERS_S = 1.0


@dataclass(slots=True)
class Lending:
    selector: selectors.BaseSelector
    _lines: dict[socket.socket, Fleet] = field(default_factory=dict[socket.socket, Fleet])

    def lend(self, fleet: Fleet, place: str) -> None:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(ANSWERS_S)
        try:
            line.connect(place)
            socket.send_fds(line, [b"."], [each.fileno() for each in fleet.lend()])
        except OSError:  # whoever asked is gone
            line.close()
            self._given_back(fleet)
            return
        line.setblocking(False)
        self._lines[line] = fleet
        self.selector.register(line, selectors.EVENT_READ)

    def hears(self, end: object) -> bool:
        """Whether it is one of the lines. Nothing but its end is ever heard there."""
        if not isinstance(end, socket.socket) or end not in self._lines:
            return False
        with contextlib.suppress(BlockingIOError):
            if not _goes_on(end):
                self.selector.unregister(end)
                end.close()
                self._given_back(self._lines.pop(end))
        return True

    def _given_back(self, fleet: Fleet) -> None:
        if not any(each is fleet for each in self._lines.values()):
            fleet.take_back()


def _goes_on(line: socket.socket) -> bool:
    try:
        return bool(line.recv(64))
    except ConnectionError:
        return False
