"""Who begins before its database is there."""

from __future__ import annotations

import asyncio
import secrets
from urllib.parse import urlsplit

import pytest

from kit.data.admission import once_let_in
from kit.data.database import Database
from kit.data.database_errors import DatabaseUnavailable
from local.databases import ServiceDatabase, prepare_databases
from local.programs import free_port
from testkit.databases import TestPostgres
from testkit.waiting import until


async def test_who_comes_first_waits_until_somebody_has_made_the_database_and_its_roles(
    postgres: TestPostgres, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"early_{secrets.token_hex(4)}"
    database = ServiceDatabase(name, "of-the-role", "of-the-owner")
    server = urlsplit(postgres.url)
    early = Database(f"postgresql://{database.owner}:of-the-owner@{server.hostname}:{server.port}/{name}")
    waiting = asyncio.create_task(once_let_in(early.connect))
    await until(lambda: database.owner in capsys.readouterr().out)  # it says why it was refused

    await prepare_databases(postgres.url, [database])

    connection = await asyncio.wait_for(waiting, 30)
    await connection.close()


async def test_whose_patience_ends_says_why() -> None:
    with pytest.raises(DatabaseUnavailable, match="Connect call failed"):
        await once_let_in(Database(f"postgresql://nobody@127.0.0.1:{free_port()}/nowhere").connect, patience_s=0)
