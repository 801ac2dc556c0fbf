"""What runs beside the requests of one service, from start to drain."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

from fastapi import FastAPI

from kit import tasks
from kit.data import housekeeping, idempotency, migrations, people
from kit.data.migration_errors import MigrationsBehind, TablesTakenAway
from kit.http import limits
from kit.mailing import post_office
from kit.mailing import storage as mails
from kit.messaging import announced, dead_letters
from kit.messaging.broker import Broker
from kit.messaging.dead_letters import DeadLetters
from kit.messaging.inbox import REMEMBERED, Inbox
from kit.messaging.outbox import Relay, waiting_in
from kit.observing import telemetry
from kit.running import health, jobs
from kit.running.health import NotReady
from kit.running.jobs import Jobs
from kit.running.service import Infra, Service
from kit.sagas.engine import Sagas
from kit.sagas.storage import ENDED
from kit.settings import ServiceSettings

log = logging.getLogger("kit.running.lifespan")
HOUSEKEEPING_S = 600.0
MEASURE_S = 15.0
# Longer than a restart of the broker: an event that waits for so long is stuck.
STUCK_S = 30.0
# A mail server may want a first mail later (greylisting); what waits for longer is stuck.
MAIL_STUCK_S = 900.0
OLD_ROWS = (
    (idempotency.EXPIRED,),
    (limits.EXPIRED,),
    (people.FORGOTTEN,),
    (dead_letters.HANDLED, REMEMBERED),
    (dead_letters.REPLAYED, REMEMBERED),
)


def of(
    service: Service[Any], settings: ServiceSettings, infra: Infra
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await _export(app, stack, settings, service.version)
            stack.push_async_callback(infra.calls.close)
            await infra.database.open()
            stack.push_async_callback(infra.database.close)
            app.state.probes["database"] = lambda: _database_answers(infra)
            app.state.probes["migrations"] = lambda: _migrations_ran(infra, service.name)
            broker = await _broker(app, stack, settings, infra)
            if (sagas := service.sagas) is not None:
                stack.push_async_callback(sagas.stop)
                app.state.probes["sagas"] = lambda: _no_parked_sagas(sagas, service.name)
            background = Background(app, service.name)
            stack.push_async_callback(background.stop)
            if broker is not None:
                background.start("relay", Relay(infra.database, broker).run())
                if service.handlers is not None:
                    inbox = Inbox(
                        service.name, infra.database, broker, service.handlers, service.deps, services=settings.services
                    )
                    background.start("inbox", inbox.run())
            if app.state.exporter is not None:
                background.start("measuring", jobs.run(_measuring(app), None))
            background.start("housekeeping", jobs.run(_housekeeping(service, infra, settings), None))
            if service.jobs is not None:
                background.start("jobs", jobs.run(service.jobs, service.deps))
            if sagas is not None:
                background.start("sagas", sagas.run())
            if (postman := post_office.postman_of(settings, infra.database, infra.clock)) is not None:
                app.state.probes["mail"] = lambda: _mail_moves(infra, service.name)
                background.start("postman", postman.run())
            yield
            app.state.draining = True

    return lifespan


class Background:
    """Tasks that should never end; one that does makes the service unready, and is logged."""

    def __init__(self, app: FastAPI, service: str) -> None:
        self._app = app
        self._service = service
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        context = telemetry.beside_requests(self._service, self._app.state.exporter)
        task = asyncio.create_task(work, name=f"{self._service} {name}", context=context)
        self._tasks[name] = task
        task.add_done_callback(lambda ended: self._ended(name, ended))

    async def stop(self) -> None:
        await tasks.end(self._tasks.values())

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        if task.cancelled():
            return
        error = task.exception() or RuntimeError("it ended by itself")
        log.error("a background task ended", exc_info=error, extra={"part": name})

        async def broken() -> Mapping[str, Any]:
            raise error

        self._app.state.probes[name] = broken


async def _export(app: FastAPI, stack: AsyncExitStack, settings: ServiceSettings, version: str) -> None:
    if settings.otlp_endpoint is None:
        return
    from kit.observing.export import Exporter  # 0.2 s and 12 MB that only those pay who export

    app.state.exporter = exporter = Exporter.of(settings, version, settings.otlp_endpoint)
    stack.push_async_callback(exporter.close)


async def _broker(app: FastAPI, stack: AsyncExitStack, settings: ServiceSettings, infra: Infra) -> Broker | None:
    """Where no address of NATS is set, events wait in the outbox."""
    if settings.nats_url is None:
        return None
    broker = Broker(settings.service, settings.nats_url, settings.nats_password)
    stack.push_async_callback(broker.close)
    await broker.open()

    async def broker_answers() -> Mapping[str, Any]:
        await broker.check()
        return {}

    app.state.probes["broker"] = broker_answers
    app.state.probes["outbox"] = lambda: _outbox_moves(infra)
    app.state.probes["dead_letters"] = lambda: _no_dead_letters(infra, settings.service)
    return broker


async def _outbox_moves(infra: Infra) -> Mapping[str, Any]:
    found = await waiting_in(infra.database)
    if found["oldest_s"] > STUCK_S:
        raise NotReady("Events wait to be announced.", fix="See whether NATS runs: ./souk status.", **found)
    return found


async def _no_dead_letters(infra: Infra, service: str) -> Mapping[str, Any]:
    found = await DeadLetters(infra.database).count_open()
    if found["dead"]:
        raise NotReady("Messages could not be handled.", fix=f"./souk dead-letters list {service}", **found)
    if found["waiting"]:
        raise NotReady("Messages wait for an outage to end.", fix="See which part is away: ./souk status.", **found)
    return found


async def _no_parked_sagas(sagas: Sagas, service: str) -> Mapping[str, Any]:
    found = await sagas.health()
    if found["parked"]:
        raise NotReady("Sagas are parked and wait for an operator.", fix=f"./souk sagas list {service}", **found)
    return found


async def _mail_moves(infra: Infra, service: str) -> Mapping[str, Any]:
    """A parked mail is counted and ails nobody: a shopper's typo is no trouble of the shop."""
    found = await post_office.found_in(infra.database)
    if found["oldest_s"] > MAIL_STUCK_S:
        raise NotReady("Mails wait to be sent.", fix=f"See why: ./souk mail parked {service}.", **found)
    return found


async def _database_answers(infra: Infra) -> Mapping[str, Any]:
    await infra.database.check()
    return {}


async def _migrations_ran(infra: Infra, service: str) -> Mapping[str, Any]:
    expected = migrations.migrations_of(service)
    try:
        await migrations.check(infra.database, expected)
    except (MigrationsBehind, TablesTakenAway) as error:
        raise NotReady(error.cause, fix=error.fix, **error.facts) from error
    return {"expected": len(expected)}


def _measuring(app: FastAPI) -> Jobs[None]:
    """What /health counts (backlog, dead letters, parked work) as metrics, so that somebody is woken by it."""
    measuring: Jobs[None] = Jobs()

    @measuring.every(seconds=MEASURE_S)
    async def measure_parts(_: None) -> None:
        for part, found in (await health.found_by(app.state.probes)).items():
            app.state.exporter.measure(part, found)

    return measuring


def _housekeeping(service: Service[Any], infra: Infra, settings: ServiceSettings) -> Jobs[None]:
    """Rows that nobody needs any more: kit's own, and the service's of people who left long ago."""
    periodic: Jobs[None] = Jobs()

    @periodic.every(seconds=HOUSEKEEPING_S)
    async def remove_old_rows(_: None) -> None:
        ended_sagas = (ENDED, timedelta(days=settings.ended_sagas_days))
        ended_mails = (mails.ENDED, timedelta(days=settings.ended_mails_days))
        kept = (announced.FORGOTTEN, timedelta(days=settings.announced_days))
        await housekeeping.remove_all(infra.database, (*OLD_ROWS, ended_sagas, ended_mails, kept))

    if (people := service.people) is not None:

        @periodic.every(seconds=HOUSEKEEPING_S)
        async def forget_expired_people(_: None) -> None:
            await people.expire(infra.clock.now())

    return periodic
