"""What is attached, where it lies in a private bucket instead of the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support_examples import A_PDF, AGENT, HERE, QUESTION, a_guest

from kit.files.folder import Folder
from kit.files.store import FilesAway
from souk_support.actions import answering, asking, attaching, keeping
from souk_support.actions.answering import Answer
from souk_support.domain.files import file_of
from souk_support.domain.states import State
from testkit.file_stores import NoFiles

if TYPE_CHECKING:
    from pathlib import Path

    from kit.data.database import Database
    from souk_support.actions.deps import Deps
    from testkit.clock import ManualClock


async def test_files_in_a_private_bucket_are_given_and_go_as_those_in_the_database_do(
    deps: Deps, clock: ManualClock, tmp_path: Path
) -> None:
    before = await attaching.take(deps, "before.pdf", A_PDF, "agent", HERE)
    bucket = Folder(tmp_path)  # any store does what a bucket does
    deps = replace(deps, files=bucket)
    guest = a_guest()
    file = await attaching.take(deps, "receipt.pdf", A_PDF, guest.key, HERE)
    loose = await attaching.take(deps, "never-sent.pdf", A_PDF, guest.key, HERE)
    ticket = await asking.open_ticket(deps, guest, replace(QUESTION, attachments=(file.id,)), "key", HERE)
    await answering.answer(deps, ticket.id, AGENT, "agent", Answer("See.", State.WAITING, 1, (before.id,)), "key")

    for each in (file, before):
        _, data = await attaching.give(deps, each.id, deps.links.file_pass(each.id, clock.now()))
        assert data == A_PDF
    assert await bucket.list_missing([file_of(file.id), file_of(loose.id)]) == set()
    clock.advance(days=2)
    await keeping.remove_old(deps)
    assert await bucket.list_missing([file_of(file.id), file_of(loose.id)]) == {file_of(loose.id)}
    await answering.move(deps, ticket.id, State.CLOSED, 2)
    clock.advance(days=731)
    await keeping.remove_old(deps)
    assert await bucket.list_missing([file_of(file.id)]) == {file_of(file.id)}


async def test_while_the_bucket_is_away_a_file_is_refused_with_a_reason_and_its_row_goes(
    deps: Deps, clock: ManualClock, database: Database
) -> None:
    away = replace(deps, files=NoFiles())

    with pytest.raises(FilesAway):
        await attaching.take(away, "receipt.pdf", A_PDF, "guest", HERE)
    clock.advance(days=2)
    with pytest.raises(FilesAway):
        await keeping.remove_old(away)
    async with database.acquire() as connection:
        kept = await connection.fetchval("select count(*) from attachments")
    await keeping.remove_old(deps)

    async with database.acquire() as connection:
        assert (kept, await connection.fetchval("select count(*) from attachments")) == (1, 0)
