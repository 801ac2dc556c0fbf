from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from content_examples import MORNING, SITES, KnownGateway

from kit.files.folder import Folder
from kit.pictures.making import ChildRenditions
from kit.settings import Secret
from souk_content.actions.deps import Deps
from souk_content.storage.banners import PostgresBanners
from souk_content.storage.faqs import PostgresFaqs
from souk_content.storage.pages import PostgresPages
from souk_content.storage.pictures import PostgresPictures
from souk_content.storage.refreshes import PostgresRefreshes
from testkit.clock import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

    from kit.data.database import Database
    from testkit.plugin import DatabaseOf


@pytest_asyncio.fixture
async def database(database_of: DatabaseOf) -> Database:
    return await database_of("content")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MORNING)


@pytest.fixture
def gateway() -> KnownGateway:
    return KnownGateway()


@pytest.fixture
def deps(database: Database, clock: ManualClock, gateway: KnownGateway, tmp_path: Path) -> Deps:
    return Deps(
        pages=PostgresPages(database, SITES),
        banners=PostgresBanners(database, SITES),
        faqs=PostgresFaqs(database, SITES),
        pictures=PostgresPictures(database),
        renditions=ChildRenditions(60.0),
        media=Folder(tmp_path / "media"),
        refreshes=PostgresRefreshes(database),
        gateway=gateway,
        clock=clock,
        prefixes=("",),
        linked_sites=SITES,
        preview_secret=Secret("a preview secret"),
        previews_live=timedelta(hours=24),
        shared_cache_s=30,
    )
