"""What the actions need, given by app.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kit.clock import Clock
from souk_activity.ports import Intake, Keeping, OrderStore, ReportStore, ShowingStore, TrailStore


@dataclass(frozen=True, slots=True)
class Deps:
    intake: Intake
    orders: OrderStore
    showing: ShowingStore
    reports: ReportStore
    trail: TrailStore
    keeping: Keeping
    clock: Clock
    time_zone: str
    shared_cache_s: int
    keep_events: timedelta
    keep_reports: timedelta
    keep_viewed: timedelta
