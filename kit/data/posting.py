"""How a letter gets into kit_mails with its transaction, and from there at once to a postman of this process."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol
from uuid import UUID

from kit.data.writing import Write
from kit.mail import Mail
from kit.observing.telemetry import traceparent

# Who is handed it has begun by then: the row is written as it would stand once he had taken it.
_INTO = """insert into kit_mails (id, kind, channel, address, name, language, facts, code_until, traceparent,
                       under_way, tries, next_try_at) """
_AS_TAKEN = "{0} is not null, ({0} is not null)::int, clock_timestamp() + make_interval(secs => coalesce({0}, 0))"
_ONCE = " on conflict (id) do nothing"
_POST = f"{_INTO} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, {_AS_TAKEN.format('$10::float8')}) {_ONCE}"
_POST_ALL = f"""{_INTO}
select id, kind, channel, address, name, language, facts, code_until, traceparent, {_AS_TAKEN.format("lease_s")}
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::timestamptz[],
              $9::text[], $10::float8[])
       as letter (id, kind, channel, address, name, language, facts, code_until, traceparent, lease_s) {_ONCE}"""


@dataclass(frozen=True, slots=True)
class Letter:
    mail: Mail
    traceparent: str | None


class Tray(Protocol):
    """A postman's, in the process that posts."""

    @property
    def lease_s(self) -> float:
        """For how long a letter that is handed to him is nobody else's."""
        ...

    def room(self) -> int:
        """How many letters more he takes; the others wait in the table."""
        ...

    def lay(self, letters: Sequence[Letter], leased_at: float) -> None:
        """They are committed, and his since `leased_at` (time.monotonic)."""
        ...

    def look(self) -> None:
        """Something was committed that waits in the table."""
        ...


@dataclass(slots=True)
class Handed:
    """What one statement takes for a postman; his once it is committed."""

    tray: Tray
    letters: Mapping[UUID, Letter]
    leased_at: float = field(default_factory=time.monotonic)

    def keep_only(self, ids: Sequence[UUID]) -> None:
        """One that was posted before is somebody's already, or was sent."""
        self.letters = {letter_id: self.letters[letter_id] for letter_id in ids if letter_id in self.letters}

    def lay(self) -> None:
        self.tray.lay([*self.letters.values()], self.leased_at)


@dataclass(slots=True)
class Posting:
    """The letters of one transaction."""

    trays: Collection[Tray]
    _letters: list[Letter] = field(default_factory=list[Letter])
    _handed: list[Handed] = field(default_factory=list[Handed])
    _some_wait: bool = False

    def post(self, mail: Mail) -> None:
        self._letters.append(Letter(mail, traceparent()))

    def write(self) -> Write | None:
        """What was posted since it was asked last."""
        letters, self._letters = self._letters, []
        if not letters:
            return None
        handed = self._taken_of(letters)
        leases = dict.fromkeys(handed.letters, handed.tray.lease_s) if handed else {}
        rows = [_row_of(letter, leases.get(letter.mail.id)) for letter in letters]
        # Also where nothing is handed, so that nobody outside can tell a code from another letter (decision 22).
        told = handed.keep_only if handed else _keep_nothing
        if len(rows) == 1:
            return Write(_POST, rows[0], told=told)
        return Write(_POST_ALL, tuple(map(list, zip(*rows, strict=True))), told=told)

    def committed(self) -> None:
        for handed in self._handed:
            handed.lay()
        if self._some_wait:
            for tray in self.trays:
                tray.look()

    def _taken_of(self, letters: Sequence[Letter]) -> Handed | None:
        """No code: whoever finds one after a crash must know that nobody has begun to send it."""
        tray = next((tray for tray in self.trays if tray.room()), None)
        mails = {letter.mail.id: letter for letter in letters if letter.mail.code_until is None}
        taken = dict(islice(mails.items(), tray.room() if tray else 0))
        self._some_wait = self._some_wait or len(taken) < len({letter.mail.id for letter in letters})
        if tray is None or not taken:
            return None
        handed = Handed(tray, taken)
        self._handed.append(handed)
        return handed


def _keep_nothing(_: Sequence[UUID]) -> None:
    return


def _row_of(letter: Letter, lease_s: float | None) -> tuple[Any, ...]:
    mail = letter.mail
    return (
        mail.id,
        mail.kind,
        mail.channel,
        mail.to,
        mail.name,
        mail.language,
        dict(mail.facts),
        mail.code_until,
        letter.traceparent,
        lease_s,
    )
