"""What wakes the keeper up: signals, the terminal that it was started from, and who borrows an address."""

from __future__ import annotations

import contextlib
import selectors
import socket

from cli.keeper.endings import StopAsked
from cli.keeper.lending import Lending
from cli.keeper.signals import Signals


class Waking:
    def __init__(self, client: socket.socket | None) -> None:
        self._client = client
        self._selector = selectors.DefaultSelector()
        self.signals = Signals()
        self.lending = Lending(self._selector)
        for end in (self.signals.wakeup, client):
            if end:
                self._selector.register(end, selectors.EVENT_READ)

    def wait(self, longest_s: float) -> None:
        """Until something happens; StopAsked by a signal, or because the terminal is gone."""
        for key, _ in self._selector.select(longest_s):
            self._read(key.fileobj)
        if self.signals.asked_to_stop:
            raise StopAsked

    def _read(self, end: object) -> None:
        if end is self.signals.wakeup:
            self.signals.clear()
        elif not self.lending.hears(end) and self._client is not None:
            with contextlib.suppress(BlockingIOError, ConnectionError):
                if self._client.recv(64):
                    return
            raise StopAsked

    def let_client_go(self) -> None:
        """From now on nobody in a terminal is needed."""
        if self._client:
            self._selector.unregister(self._client)
            self._client = None
