"""Days of which the books are looked at, where the shop is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kit.errors import Kind, SoukError

MOST_DAYS: Final = 100  # a quarter
MOST_INVOICES: Final = 10_000


class WrongPeriod(SoukError):
    code = "wrong-invoice-period"
    kind = Kind.INVALID

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            f"{first} to {last} is no period of 1 to {MOST_DAYS} days.",
            f"Ask for {MOST_DAYS} days at most, the earlier day first.",
            {"most_days": MOST_DAYS},
        )


class PeriodHasTooMany(SoukError):
    code = "too-many-invoices"
    kind = Kind.UNPROCESSABLE

    def __init__(self) -> None:
        super().__init__(
            f"These days have more than {MOST_INVOICES} invoices and credit notes.",
            "Ask for fewer days at a time.",
            {"most": MOST_INVOICES},
        )


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    time_zone: str

    @classmethod
    def of(cls, first: date | None, last: date | None, time_zone: str, now: datetime) -> Period:
        """The month so far, unless others are named."""
        last = last or now.astimezone(ZoneInfo(time_zone)).date()
        first = first or last.replace(day=1)
        if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
            raise WrongPeriod(first, last)
        return cls(first, last, time_zone)

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), ZoneInfo(self.time_zone))

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), ZoneInfo(self.time_zone))
