"""Sends what waits in kit_mails: each mail at least once, a code at most once, and none waits for another's trouble."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import asyncpg

from kit import tasks
from kit.clock import Clock
from kit.data.database import Database, DatabaseUnavailable
from kit.mailing.message import AddressUnusable, Letterhead, envelope_of
from kit.mailing.smtp import Carrier, NotSent, RefusedForGood, ServerAway, Unclear
from kit.mailing.storage import KeptMail, Mails, Turn
from kit.mailing.templates import Templates
from kit.mailing.tray import Tray
from kit.observing import telemetry

log = logging.getLogger("kit.mailing.postman")

# At a time, so that one address whose server is slow holds up nobody.
HANDS: Final = 2
FIRST_REST_S: Final = 1.0
NO_DATABASE_S: Final = 5.0
FINISH_S: Final = 5.0  # a mail that is half handed over when the service stops
FIRST_PAUSE_S: Final = 2.0
LONGEST_PAUSE_S: Final = 600.0
LONGEST_REST_S: Final = 30.0  # between two looks at a server that is away
MOST_FAULTS: Final = 8  # of ours: a template that fails, as often as a message is tried (messaging/inbox.py)
WAITS_FOR: Final = timedelta(days=3)
TOO_LATE: Final = "Its code had expired before it could be sent."
_NO_DATABASE: Final = (DatabaseUnavailable, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
UNCLEAR_CODE: Final = "It is unclear whether it was sent, and a code is not sent twice."


@dataclass(frozen=True, slots=True)
class Patience:
    send_s: float = 60.0  # for the whole conversation about one mail
    lease_s: float = 120.0  # longer: then another takes a mail whose sender is gone
    first_pause_s: float = FIRST_PAUSE_S
    longest_rest_s: float = LONGEST_REST_S
    poll_s: float = 5.0  # for what another replica posted, and what is tried again
    note_s: float = 0.25  # so that several that were sent are noted together; a crash has them sent twice

    def pause_after(self, tries: int) -> float:
        pause = self.first_pause_s * 2 ** min(tries - 1, 16)
        return min(pause, LONGEST_PAUSE_S) * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)


class Postman:
    """Runs in every replica: a mail belongs to who has taken it, for as long as a lease lasts.

    What this process posts is handed to its own postman by the commit, already taken; all else he takes from the table.
    """

    def __init__(
        self,
        database: Database,
        templates: Templates,
        head: Letterhead,
        carrier: Callable[[], Carrier],
        clock: Clock,
        patience: Patience = Patience(),
    ) -> None:
        self._database = database
        self._mails = Mails(database)
        self._templates = templates
        self._head = head
        self._new_carrier = carrier
        self._patience = patience
        self._clock = clock
        self._trouble = 0  # tries in a row that met no server
        self._stopping = False
        self._tray = Tray(HANDS, patience.lease_s, patience.send_s, patience.poll_s, patience.note_s)

    async def run(self) -> None:
        """Until it is cancelled; a mail that is being handed over then is finished."""
        with self._database.handing_mail_to(self._tray):
            hands = [asyncio.create_task(self._work()) for _ in range(HANDS)]
            try:
                # Unlike `gather`, it leaves their end to us: a hand that loses its cancellation must find that we stop.
                failed, _ = await asyncio.wait(hands, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._stopping = True
                self._tray.close()
                await tasks.end(hands)
                await self._put_down()
        for hand in failed:
            hand.result()

    async def _work(self) -> None:
        carrier = self._new_carrier()
        try:
            while not self._stopping:
                has_sent = await self._finished(asyncio.ensure_future(self._send_waiting(carrier)))
                # What comes soon goes over the same connection: to make one costs more than a mail.
                if self._stopping or not (await self._posted_soon() or has_sent):
                    await carrier.close()
        finally:
            await carrier.close()

    async def _finished(self, sending: asyncio.Future[bool]) -> bool:
        try:
            return await asyncio.shield(sending)
        except _NO_DATABASE as error:
            log.warning("The postman cannot look into the database and tries again: %s", type(error).__name__)
            await asyncio.sleep(NO_DATABASE_S)
            return False
        except asyncio.CancelledError:
            await asyncio.wait({sending}, timeout=FINISH_S)
            sending.cancel()
            raise

    async def _posted_soon(self) -> bool:
        """Rests until it is, or it is time to look; while the server is away, longer and longer."""
        if self._trouble:
            rest = FIRST_REST_S * 2 ** min(self._trouble - 1, 16)
            await asyncio.sleep(min(rest, self._patience.longest_rest_s))
            self._tray.look_again()
            return False
        return await self._tray.filled()

    async def _send_waiting(self, carrier: Carrier) -> bool:
        """One after another; whether any was sent."""
        has_sent = False
        while turn := await self._next():
            if await self._send(turn, carrier):
                self._tray.note(turn.mail.id)
                has_sent = True
            if self._stopping:
                return has_sent
            if self._trouble:
                await self._give_back()
                return has_sent
        self._trouble = 0
        return has_sent

    async def _next(self) -> Turn | None:
        if self._tray.must_look():
            sent = self._tray.looking()
            try:
                turn = await self._mails.take_next(self._patience.lease_s, sent)
            except BaseException:
                self._tray.look_again(sent)
                raise
            if turn:
                self._tray.look_again()
                return turn
        mail = self._tray.next(self._clock.now())
        return Turn(mail, begun_before=False) if mail else None

    async def _give_back(self) -> None:
        """Others may send what was handed to this postman and he has not begun with."""
        if left := self._tray.empty():
            await self._mails.save_untouched(left)
            self._tray.look_again()

    async def _put_down(self) -> None:
        """Where the database is away, leases are over some time, and a mail that was sent goes again."""
        with suppress(*_NO_DATABASE):
            async with asyncio.timeout(FINISH_S):
                if sent := self._tray.looking():
                    await self._mails.save_sent(sent)
                await self._give_back()

    async def _send(self, turn: Turn, carrier: Carrier) -> bool:
        with telemetry.continued(turn.mail.traceparent, f"mail {turn.mail.kind}"):
            if useless := _useless(turn, self._clock.now()):
                await self._mails.save_dropped(turn.mail.id, useless)
                self._say(logging.WARNING, "A code was not sent.", turn.mail, useless)
                return False
            return await self._is_sent(turn.mail, carrier)

    async def _is_sent(self, mail: KeptMail, carrier: Carrier) -> bool:
        try:
            envelope = envelope_of(mail, self._templates.rendered(mail), self._head)
        except AddressUnusable as error:
            await self._park(mail, str(error))
            return False
        except Exception as error:
            # Maybe the next release's template, whose postman takes it at one of its next tries.
            await self._wait(mail, f"It could not be written: {type(error).__name__}: {error}", MOST_FAULTS)
            log.warning("A mail could not be written.", exc_info=error, extra={"mail_id": str(mail.id)})
            return False
        try:
            async with asyncio.timeout(self._patience.send_s):
                await carrier.carry(envelope)
        except ServerAway as error:
            self._trouble += 1
            await self._wait(mail, str(error))
            return False
        except RefusedForGood as error:
            await self._park(mail, str(error))
        except NotSent as error:
            await self._wait(mail, str(error))
        except (Unclear, TimeoutError) as error:
            await self._unclear(mail, str(error) or "The mail server took too long.")
        else:
            self._trouble = 0
            log.info("sent", extra={"mail_id": str(mail.id), "kind": mail.kind, "attempt": mail.tries})
            return True
        self._trouble = 0
        return False

    async def _unclear(self, mail: KeptMail, reason: str) -> None:
        """Twice is better than never, except for a code: its owner asks for another, and a thief gets no second one."""
        if mail.code_until is None:
            await self._wait(mail, reason)
            return
        await self._mails.save_dropped(mail.id, UNCLEAR_CODE)
        self._say(logging.WARNING, "A code may not have been sent.", mail, UNCLEAR_CODE)

    async def _wait(self, mail: KeptMail, reason: str, most_tries: int | None = None) -> None:
        waited_long = self._clock.now() - mail.written_at > WAITS_FOR
        if waited_long or (most_tries is not None and mail.tries >= most_tries):
            await self._park(mail, reason)
            return
        await self._mails.save_waits(mail.id, reason, self._patience.pause_after(mail.tries))
        self._say(logging.INFO, "A mail waits.", mail, None)

    async def _park(self, mail: KeptMail, reason: str) -> None:
        await self._mails.save_parked(mail.id, reason)
        self._say(logging.WARNING, "A mail is parked: ./souk mail parked says why.", mail, None)

    def _say(self, level: int, what: str, mail: KeptMail, reason: str | None) -> None:
        """Never whom it goes to, and no word of a server, which may quote the address."""
        extra = {"mail_id": str(mail.id), "kind": mail.kind, "attempt": mail.tries, "reason": reason}
        log.log(level, what, extra=extra)


def _useless(turn: Turn, now: datetime) -> str | None:
    if turn.mail.code_until is None:
        return None
    if turn.begun_before:
        return UNCLEAR_CODE
    return TOO_LATE if turn.mail.code_until <= now else None
