"""What one process's postman has in hand: letters that its own commits laid there, notes to make, when to look."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from kit.data.posting import Letter
from kit.mailing.storage import KeptMail

# What comes while so many are in hand waits in the table: a transaction may post thousands.
MOST_IN_HAND: Final = 32


class Tray:
    """A letter in it is taken already (its row says so): nobody else's until its lease is over.

    Who looks into the table notes at the same time what was sent; until then a crash has it sent again.
    """

    def __init__(self, hands: int, lease_s: float, send_s: float, poll_s: float, note_s: float) -> None:
        self.lease_s = lease_s
        self._begin_s = lease_s - send_s  # what was not begun by then could be another's before it is sent
        self._poll_s = poll_s
        self._note_s = note_s
        self._letters: deque[tuple[Letter, float]] = deque()
        self._sent: list[UUID] = []
        self._look_at = 0.0  # time.monotonic
        self._woken: asyncio.Queue[None] = asyncio.Queue(hands)  # each wakes one hand
        self._is_closed = False

    def room(self) -> int:
        """None while the table may hold letters that came before."""
        return 0 if self._is_closed or self.must_look() else max(MOST_IN_HAND - len(self._letters), 0)

    def lay(self, letters: Sequence[Letter], leased_at: float) -> None:
        for letter in letters:
            self._letters.append((letter, leased_at))
            self._wake()

    def look(self) -> None:
        self._look_at = 0.0
        self._wake()

    def close(self) -> None:
        self._is_closed = True

    def must_look(self) -> bool:
        return time.monotonic() >= self._look_at

    def note(self, sent: UUID) -> None:
        self._sent.append(sent)
        self._look_at = min(self._look_at, time.monotonic() + self._note_s)

    def looking(self) -> list[UUID]:
        """What is to be noted; what is posted from now on may not be seen."""
        sent, self._sent = self._sent, []
        self._look_at = time.monotonic() + self._poll_s
        return sent

    def look_again(self, not_noted: Sequence[UUID] = ()) -> None:
        self._sent += not_noted
        self._look_at = 0.0

    def next(self, now: datetime) -> KeptMail | None:
        while self._letters:
            letter, leased_at = self._letters.popleft()
            if self._is_ours(leased_at):
                return KeptMail.of(letter.mail, letter.traceparent, now)
        return None

    def empty(self) -> list[UUID]:
        """What is left and still ours."""
        left = [letter.mail.id for letter, leased_at in self._letters if self._is_ours(leased_at)]
        self._letters.clear()
        return left

    async def filled(self) -> bool:
        """False where it is time to look all the same."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(self._look_at - time.monotonic(), 0)):
                await self._woken.get()
                return True
        return False

    def _is_ours(self, leased_at: float) -> bool:
        return time.monotonic() - leased_at < self._begin_s

    def _wake(self) -> None:
        with suppress(asyncio.QueueFull):
            self._woken.put_nowait(None)
