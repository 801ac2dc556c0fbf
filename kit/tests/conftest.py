"""A database that holds kit's own tables only."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kit.database import Database
from kit.migrations import KIT, read_files
from kit.testing.databases import TestPostgres


@pytest.fixture
async def kit_database(postgres: TestPostgres) -> AsyncIterator[Database]:
    clone = await postgres.clone("kit", lambda _: read_files("kit", KIT))
    async with Database(clone.url, name="kit") as database:
        yield database
    await postgres.drop(clone.name)
