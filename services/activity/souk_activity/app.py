"""The only wiring of the activity service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kit.clock import Clock
from kit.data.database import Database
from kit.data.group_commit import GroupCommit
from souk_activity.actions.deps import Deps
from souk_activity.domain.refusals import IntakeBusy
from souk_activity.settings import Settings
from souk_activity.storage.intake import PostgresIntake
from souk_activity.storage.keeping import PostgresKeeping
from souk_activity.storage.orders import PostgresOrders
from souk_activity.storage.reports import PostgresReports
from souk_activity.storage.showing import PostgresShowing
from souk_activity.storage.trail import PostgresTrail

if TYPE_CHECKING:
    from kit.running.service import Infra, Service

# A second of a busy shop in one transaction, and some seconds of it in memory.
MOST_TOGETHER: Final = 2_000
MOST_WAITING: Final = 20_000


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    # Here, so that the seed starts without the web framework.
    from kit.running.service import Service
    from souk_activity.events import handlers
    from souk_activity.jobs import jobs
    from souk_activity.routes import router
    from souk_activity.storage.people import PostgresVisitors

    deps = wired(settings, infra.database, infra.clock)
    people = PostgresVisitors(infra.database)
    return Service("activity", "0.1.0", router, deps, handlers=handlers, jobs=jobs, people=people)


def wired(settings: Settings, database: Database, clock: Clock) -> Deps:
    return Deps(
        intake=GroupCommit(
            PostgresIntake(database, clock).add_happenings,
            most_together=MOST_TOGETHER,
            most_waiting=MOST_WAITING,
            too_many=IntakeBusy,
            gather_s=settings.gather_s,
        ),
        orders=PostgresOrders(database),
        showing=PostgresShowing(database),
        reports=PostgresReports(database),
        trail=PostgresTrail(database),
        keeping=PostgresKeeping(database),
        clock=clock,
        time_zone=settings.time_zone,
        shared_cache_s=settings.shared_cache_s,
        keep_events=settings.keep_events,
        keep_reports=settings.keep_reports,
        keep_viewed=settings.keep_viewed,
    )
