from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from support_examples import MORNING, TARGETS, KnownOrders

from kit.http.limits import Limits
from souk_support.actions.deps import Deps
from souk_support.domain.links import Links
from souk_support.storage.attachments import PostgresAttachments
from souk_support.storage.canned import PostgresCanned
from souk_support.storage.help import PostgresHelp
from souk_support.storage.tickets import PostgresTickets
from testkit.clock import ManualClock

if TYPE_CHECKING:
    from kit.data.database import Database
    from testkit.plugin import DatabaseOf


@pytest_asyncio.fixture
async def database(database_of: DatabaseOf) -> Database:
    return await database_of("support")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MORNING)


@pytest.fixture
def orders() -> KnownOrders:
    return KnownOrders()


@pytest.fixture
def deps(database: Database, clock: ManualClock, orders: KnownOrders) -> Deps:
    return Deps(
        tickets=PostgresTickets(database),
        attachments=PostgresAttachments(database),
        files=None,
        help=PostgresHelp(database),
        canned=PostgresCanned(database),
        orders=orders,
        links=Links("a link secret", timedelta(days=30)),
        limits=Limits(database),
        clock=clock,
        targets=TARGETS,
        solved_live=timedelta(days=7),
        closed_live=timedelta(days=730),
        shared_cache_s=30,
    )
