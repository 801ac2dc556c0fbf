"""The only wiring of the support service."""

from __future__ import annotations

from datetime import timedelta

from kit.calls.client import Calls
from kit.clock import Clock
from kit.data.database import Database
from kit.http.limits import Limits
from kit.running.service import Infra, Service
from souk_support.actions.deps import Deps
from souk_support.adapters.order import OrdersByCall
from souk_support.domain.links import Links
from souk_support.jobs import jobs
from souk_support.routes import router
from souk_support.settings import Settings
from souk_support.storage.attachments import PostgresAttachments
from souk_support.storage.canned import PostgresCanned
from souk_support.storage.help import PostgresHelp
from souk_support.storage.people import PostgresAskers
from souk_support.storage.tickets import PostgresTickets


def build(settings: Settings, infra: Infra) -> Service[Deps]:
    deps = wired(settings, infra.database, infra.clock, infra.calls)
    people = PostgresAskers(infra.database, deps.links.sealed, deps.files)
    return Service("support", "0.1.0", router, deps, jobs=jobs, people=people)


def wired(settings: Settings, database: Database, clock: Clock, calls: Calls) -> Deps:
    return Deps(
        tickets=PostgresTickets(database),
        attachments=PostgresAttachments(database),
        files=settings.private_files(),
        help=PostgresHelp(database),
        canned=PostgresCanned(database),
        orders=OrdersByCall(calls),
        links=Links(settings.link_secret.reveal(), settings.links_live),
        limits=Limits(database),
        clock=clock,
        targets=settings.targets,
        solved_live=timedelta(days=settings.solved_days),
        closed_live=timedelta(days=settings.closed_tickets_days),
        shared_cache_s=settings.shared_cache_s,
    )
