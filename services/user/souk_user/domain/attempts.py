"""Failed attempts to log in: whose are counted together, and how long a guesser has to wait.

Nobody may lock another person out. So failures are counted by who tries (a pair of address and account, and the address
alone), a device where the owner has logged in before has an allowance of its own, and failures of the account alone,
whoever made them, count only far higher and then slow strangers down.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kit.errors import Kind, SoukError
from kit.http.tokens import UserType

FORGOTTEN_AFTER: Final = timedelta(hours=24)


class TooManyAttempts(SoukError):
    code = "too-many-attempts"
    kind = Kind.TOO_MANY

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too many failed attempts to log in.",
            f"Wait {seconds} seconds, then try again.",
            {"retry_after_s": seconds},
        )


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures are free, and how the wait grows after them: it doubles from the first to the longest."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta


@dataclass(frozen=True, slots=True)
class LoginLimits:
    pair: Patience  # also of a known device
    address: Patience  # behind one address there may be an office
    account: Patience


@dataclass(frozen=True, slots=True)
class Failures:
    count: int
    last_at: datetime
    locked_until: datetime | None

    def wait_s(self, now: datetime) -> int:
        """Seconds until the next attempt is looked at; 0 for at once."""
        if self.locked_until is None or self.locked_until <= now:
            return 0
        return max(1, round((self.locked_until - now).total_seconds()))

    def one_more(self, patience: Patience, now: datetime) -> Failures:
        count = 1 if now - self.last_at > FORGOTTEN_AFTER else self.count + 1
        over = count - patience.free
        if over < 0:
            return Failures(count, now, None)
        wait = min(patience.first_wait * 2 ** min(over, 20), patience.longest_wait)
        return Failures(count, now, now + wait)


def no_failures(now: datetime) -> Failures:
    return Failures(0, now, None)


def address_counter(address: str) -> str:
    return f"address:{address}"


def account_counter(user_type: UserType, email: str) -> str:
    """By its e-mail and not its id: what has no account is counted alike, or a guesser could tell the difference."""
    return f"account:{user_type}:{hashlib.sha256(email.encode()).hexdigest()}"


def pair_counter(user_type: UserType, email: str, address: str) -> str:
    return f"pair:{address}:{account_counter(user_type, email)}"


def device_counter(device_id: UUID, account_id: UUID) -> str:
    return f"device:{device_id}:{account_id}"
