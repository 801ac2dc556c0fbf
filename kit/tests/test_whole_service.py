"""Two whole services and a broker: what one's job announces, the other hears."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from kit.data.database import Database, PostgresStore
from kit.http.router import Router
from kit.running.jobs import Jobs
from kit.running.service import Infra, Service
from kit.settings import ServiceSettings
from kit.tests.bells import IN_TIME_S, Bells, Heard, a_ring, an_ear
from testkit.broker import TestNats
from testkit.plugin import MakeServiceClient
from testkit.waiting import until


class EarSettings(ServiceSettings, service="ear"):
    pass


class BellSettings(ServiceSettings, service="bell"):
    pass


@dataclass
class Tower:
    bells: Bells
    strokes: list[str] = field(default_factory=list)


jobs: Jobs[Tower] = Jobs()


@jobs.every(seconds=0.05)
async def strike(tower: Tower) -> None:
    tower.strokes.append("strike")
    await tower.bells.ring(a_ring(str(len(tower.strokes))))


def build_ear(_: ServiceSettings, infra: Infra) -> Service[Heard]:
    return Service("ear", "1", Router(), Heard(PostgresStore(infra.database)), handlers=an_ear())


def build_bell(_: ServiceSettings, infra: Infra) -> Service[Tower]:
    return Service("bell", "1", Router(), Tower(Bells(infra.database)), jobs=jobs)


async def test_what_a_job_announces_reaches_the_follower(
    service_client: MakeServiceClient, kit_database: Database, second_database: Database, bell_and_ear: TestNats
) -> None:
    ear = await service_client(build_ear, EarSettings, database=second_database, nats=bell_and_ear)
    await service_client(build_bell, BellSettings, database=kit_database, nats=bell_and_ear)

    await until(lambda: ear.deps.tones[:3] == ["1", "2", "3"])


async def test_a_test_can_announce_for_others(
    service_client: MakeServiceClient, second_database: Database, bell_and_ear: TestNats
) -> None:
    ear = await service_client(build_ear, EarSettings, database=second_database, nats=bell_and_ear)

    await bell_and_ear.announce(a_ring("from nowhere"))

    await until(lambda: ear.deps.tones == ["from nowhere"])


async def test_health_follows_the_broker(
    service_client: MakeServiceClient, second_database: Database, bell_and_ear: TestNats
) -> None:
    ear = await service_client(build_ear, EarSettings, database=second_database, nats=bell_and_ear)

    async def broker_is_fine() -> bool:
        return (await ear.get("/health")).json()["checks"]["broker"]["ok"]

    async def broker_is_away() -> bool:
        return not await broker_is_fine()

    await until(broker_is_fine)
    bell_and_ear.stop()
    await until(broker_is_away)

    assert (await ear.get("/health/live")).status_code == 200


async def test_a_service_ends_at_once_also_while_its_broker_is_away(
    service_client: MakeServiceClient, second_database: Database, bell_and_ear: TestNats
) -> None:
    away = bell_and_ear.settings_of("ear")
    bell_and_ear.stop()
    ear = await service_client(build_ear, EarSettings, database=second_database, settings=away)

    async with asyncio.timeout(IN_TIME_S), ear.app.router.lifespan_context(ear.app):
        assert (await ear.get("/health/live")).status_code == 200
