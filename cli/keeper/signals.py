"""Signals that ask the keeper to stop, counted; each also wakes up who waits for files."""

from __future__ import annotations

import contextlib
import signal
import socket


class Signals:
    def __init__(self) -> None:
        self.asked_to_stop = 0
        self.wakeup, self._other_end = socket.socketpair()
        for end in (self.wakeup, self._other_end):
            end.setblocking(False)

    def listen(self) -> None:
        def on_stop(number: int, _: object) -> None:
            self.asked_to_stop += 1

        signal.set_wakeup_fd(self._other_end.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, on_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)

    def clear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self.wakeup.recv(64)
