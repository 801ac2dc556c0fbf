"""Shoppers at the gateway while an instance replaces another: whatever fails, they note."""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass, field

from testkit.waiting import wait_until

CLIENTS = 4


@dataclass
class Shoppers:
    """Each keeps one connection, reads and writes in turn, and never tries again."""

    port: int
    failed: list[str] = field(default_factory=list[str])
    wrote: list[str] = field(default_factory=list[str])
    reads: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def __enter__(self) -> Shoppers:
        self._threads = [threading.Thread(target=self._shop, args=(number,)) for number in range(CLIENTS)]
        for thread in self._threads:
            thread.start()
        wait_until(lambda: len(self.wrote) > 2 * CLIENTS or self.failed)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _shop(self, number: int) -> None:
        # Each from an address of its own, since the gateway limits what one asks.
        line = http.client.HTTPConnection("127.0.0.1", self.port, 30, source_address=(f"127.0.0.{number + 2}", 0))
        for turn in range(100_000):
            if self._over.is_set():
                break
            try:
                self._ask(line, f"{number}-{turn}" if turn % 2 else None)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                break
        line.close()

    def _ask(self, line: http.client.HTTPConnection, note: str | None) -> None:
        line.request("POST" if note else "GET", "/order-service/api/v1/notes", note)
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            self.failed.append(f"{answer.status} of {note or 'a read'}")
        elif note:
            self.wrote.append(note)
        else:
            self.reads += 1
