"""What the service refuses, each with a code of its own."""

from __future__ import annotations

from datetime import date

from kit.errors import Kind, SoukError


class IntakeBusy(SoukError):
    code = "intake-busy"
    kind = Kind.UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "More is told at once than can be written down.", "Nothing needs to be told again.", {"retry_after_s": 5}
        )


class UnknownZone(SoukError):
    code = "unknown-time-zone"
    kind = Kind.INVALID

    def __init__(self, zone: str) -> None:
        super().__init__(f"{zone} is no time zone.", "Name one as Asia/Kolkata.", {"zone": zone})


class PeriodTooLong(SoukError):
    code = "period-too-long"
    kind = Kind.INVALID

    def __init__(self, first: date, last: date, most: int) -> None:
        super().__init__(
            f"{first} to {last} is no period of 1 to {most} days.",
            f"Ask for {most} days at most, the earlier day first.",
            {"most_days": most},
        )
