"""Interest that halves every three days, kept as a logarithm so that time changes no order (forward decay)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import log2
from typing import Final

HALF_LIFE: Final = timedelta(days=3)
_START: Final = datetime(2025, 1, 1, tzinfo=UTC)
# A millionth of a look from today: nobody is shown it.
FORGOTTEN: Final = 20.0


def rank_of(weight: float, at: datetime) -> float:
    """The larger, the more interest at that moment; added by log2(2^a + 2^b)."""
    return log2(weight) + (at - _START) / HALF_LIFE


def forgotten_rank(now: datetime) -> float:
    return rank_of(1, now) - FORGOTTEN
