"""What /health says of a running order service."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from kit.data.database import Database
from souk_order.app import build
from souk_order.sagas.checkout import begun
from souk_order.settings import Settings
from souk_order.testing.examples import NOW, an_order
from souk_order.testing.kept import PostgresKept
from souk_order.testing.requests import QUICK, MakeClient, Neighbours


async def test_a_parked_saga_makes_the_service_degraded_and_it_serves_on(
    service_client: MakeClient, kept: PostgresKept, database_url: str
) -> None:
    own = Database(database_url)  # the service closes it when it ends
    client = await service_client(build, Settings, settings=QUICK, database=own, calls=Neighbours())
    saga, holder = begun(an_order(), give_up_at=NOW), uuid4()
    async with client.app.router.lifespan_context(client.app):
        well = (await client.get("/health")).json()
        await kept.sagas.add(saga, holder, 60)
        await kept.sagas.set_aside(replace(saga, failures=8), holder, "ValueError: no", None)

        answer = await client.get("/health")

    assert well["checks"]["sagas"]["ok"]
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["sagas"]["parked"] == 1
