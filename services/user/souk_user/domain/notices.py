"""Who wants to be told when something is back, and of what they are told."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.http.tokens import SigningKey
from kit.mail import Mail, mail_id
from souk_user.domain.refresh_tokens import secret_under

ANY: Final = ""  # whichever variant of the product
MOST_WAITS: Final = 50
# Of an address that nobody has proved: whoever types a stranger's brings them no more mails than that.
MOST_OF_AN_ADDRESS: Final = 5
WAITS_LIVE: Final = timedelta(days=180)
UNWANTED_FOR: Final = timedelta(days=730)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
MARK_BYTES: Final = 32


class TooManyNotices(SoukError):
    code = "too-many-notices"
    kind = Kind.CONFLICT

    def __init__(self, most: int) -> None:
        super().__init__(
            f"We write about {most} things at most.", "Take back one that you no longer wait for.", {"most": most}
        )


class WhereToWrite(SoukError):
    code = "where-to-write"
    kind = Kind.UNPROCESSABLE

    def __init__(self) -> None:
        super().__init__("Nobody knows where to write to.", "Give an e-mail address, or sign in.", {"field": "email"})


class NoSuchNotices(SoukError):
    code = "no-such-notices"
    kind = Kind.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("This link stops no notices.", "Open it as it stands in the mail.")


@dataclass(frozen=True, slots=True)
class NoticeLimits:
    per_client: int  # asked by guests, in an hour
    at_once: int  # told of one return; the next after `pause`
    pause: timedelta


@dataclass(frozen=True, slots=True)
class Wait:
    id: UUID
    product_id: UUID
    sku: str
    handle: str
    asked_at: datetime
    email: str | None = None  # of a guest
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose turn it is."""

    email: str
    name: str
    language: str | None
    is_guest: bool


@dataclass(frozen=True, slots=True)
class Return:
    id: UUID  # of the fact
    product_id: UUID
    sku: str
    handle: str
    title: str
    options: Mapping[str, str]
    failures: int = 0  # in a row, to learn whether it is still there


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What becomes of waits after login."""

    come: Sequence[UUID]  # the guest's, which are the customer's from now on
    go: Sequence[UUID]  # of two for the same thing, the one with the later turn


def must_fit(waits: Sequence[Wait], of_address: int) -> None:
    """Before one more is kept."""
    if len(waits) >= MOST_WAITS:
        raise TooManyNotices(MOST_WAITS)
    if of_address >= MOST_OF_AN_ADDRESS:
        raise TooManyNotices(MOST_OF_AN_ADDRESS)


def taken_over(mine: Sequence[Wait], guests: Sequence[Wait]) -> TakenOver:
    """The guest's newest come along as long as there is room; the others stay the guest's."""
    own = {(wait.product_id, wait.sku): wait for wait in mine}
    room = MOST_WAITS - len(mine)
    come, go = list[UUID](), list[UUID]()
    for wait in sorted(guests, key=lambda each: each.id, reverse=True):
        same = own.get((wait.product_id, wait.sku))
        if same is not None:
            first, later = sorted((same, wait), key=lambda each: each.id)
            go.append(later.id)
            if first is wait:
                come.append(wait.id)
        elif room > 0:
            room -= 1
            come.append(wait.id)
    return TakenOver(come, go)


def tried_again_at(failures: int, now: datetime) -> datetime:
    """Later after each failure in a row, so that what product cannot answer for never holds up the others."""
    return now + min(FIRST_PAUSE * 2 ** min(failures, 16), LONGEST_PAUSE)


def mark_of(email: str) -> bytes:
    return hashlib.sha256(email.encode()).digest()


class StopLinks:
    """What stands in a guest's mail: it ends the notices of that address, and names it to nobody."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def under(cls, key: SigningKey) -> Self:
        return cls(secret_under(key, "stock-notices"))

    def token_of(self, email: str) -> str:
        mark = mark_of(email)
        return base64.urlsafe_b64encode(mark + self._seal(mark)).decode().rstrip("=")

    def mark_in(self, token: str) -> bytes:
        try:
            read = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise NoSuchNotices from None
        mark = read[:MARK_BYTES]
        if not hmac.compare_digest(read[MARK_BYTES:], self._seal(mark)):
            raise NoSuchNotices
        return mark

    def _seal(self, mark: bytes) -> bytes:
        return hmac.digest(self._secret, mark, "sha256")[:16]


def back_in_stock(back: Return, waiting: Waiting, stop: str) -> Mail:
    """Once for each address and return, however many of its variants somebody waits for."""
    return Mail(
        id=mail_id(f"back-in-stock/{waiting.email}", back.id),
        kind="back-in-stock",
        to=waiting.email,
        name=waiting.name,
        language=waiting.language,
        facts={
            "handle": back.handle,
            "sku": back.sku,
            "title": back.title,
            "options": dict(back.options),
            "stop": stop if waiting.is_guest else "",
        },
    )
