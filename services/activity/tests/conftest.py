from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from activity_examples import BROWSER, NOON

from souk_activity.app import build
from souk_activity.settings import Settings
from testkit.clock import ManualClock

if TYPE_CHECKING:
    from souk_activity.actions.deps import Deps
    from testkit.clients import ServiceClient
    from testkit.plugin import MakeServiceClient


@pytest_asyncio.fixture
async def client(service_client: MakeServiceClient) -> ServiceClient:
    client = await service_client(build, Settings, clock=ManualClock(NOON), settings={"gather_s": 0})
    client.headers["user-agent"] = BROWSER
    await client.deps.keeping.keep_days(NOON.date().replace(day=24), NOON.date().replace(day=28))
    return client


@pytest.fixture
def deps(client: ServiceClient) -> Deps:
    return client.deps
