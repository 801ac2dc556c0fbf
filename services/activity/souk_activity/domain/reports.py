"""Reports: days in the time zone of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from souk_activity.domain.refusals import PeriodTooLong, UnknownZone

MOST_DAYS: Final = 400


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    zone: str

    @classmethod
    def of(cls, first: date | None, last: date | None, zone: str, now: datetime) -> Period:
        """The last 30 days, unless others are named."""
        if zone not in available_timezones():
            raise UnknownZone(zone)
        last = last or now.astimezone(ZoneInfo(zone)).date()
        first = first or last - timedelta(days=29)
        if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
            raise PeriodTooLong(first, last, MOST_DAYS)
        return cls(first, last, zone)

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), ZoneInfo(self.zone))

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), ZoneInfo(self.zone))
