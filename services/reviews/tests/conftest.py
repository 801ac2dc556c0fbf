from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from reviews_examples import MORNING, KnownRenditions

from kit.files.folder import Folder
from kit.http.limits import Limits
from souk_reviews.actions.deps import Deps
from souk_reviews.storage.photos import PostgresPhotos
from souk_reviews.storage.purchases import PostgresPurchases
from souk_reviews.storage.reviews import PostgresReviews
from souk_reviews.storage.sellers import PostgresSellers
from testkit.clock import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

    from kit.data.database import Database
    from testkit.plugin import DatabaseOf


@pytest_asyncio.fixture
async def database(database_of: DatabaseOf) -> Database:
    return await database_of("reviews")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MORNING)


@pytest.fixture
def deps(database: Database, clock: ManualClock, tmp_path: Path) -> Deps:
    return Deps(
        photos=PostgresPhotos(database),
        renditions=KnownRenditions(),
        media=Folder(tmp_path / "media"),
        limits=Limits(database),
        reviews=PostgresReviews(database),
        purchases=PostgresPurchases(database),
        sellers=PostgresSellers(database),
        clock=clock,
        shared_cache_s=5,
        forget_deliveries_of_nobody=timedelta(days=60),
    )
