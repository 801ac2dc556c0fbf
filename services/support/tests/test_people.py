"""Files of a customer who leaves go wherever they lie, with those that agents sent in the same tickets."""

from __future__ import annotations

import base64
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kit.data.database import Database
from kit.files.folder import Folder
from kit.people import Person
from souk_support.domain.files import file_of
from souk_support.storage.people import PostgresAskers

ALICE, BOB, AGENT = uuid4(), uuid4(), uuid4()


async def a_ticket_with_files(database: Database, customer_id: UUID, data: bytes | None) -> list[UUID]:
    """A question with a file, an answer with one, and a file that was never sent."""
    ticket_id, files = uuid4(), [uuid4(), uuid4(), uuid4()]
    async with database.acquire() as connection:
        await connection.execute(
            """insert into tickets (id, number, request_key, subject, state, priority, tags, asker_name, asker_email,
                                    customer_id, opened_at, updated_at, answer_due_at, solution_due_at, queue_at,
                                    version)
               values ($1, $1::uuid::text, $1::uuid::text, 'Where?', 'open', 'normal', '{}', 'Asha', 'a@b.example', $2,
                       now(), now(), now(), now(), now(), 1)""",
            *(ticket_id, customer_id),
        )
        hers = f"customer:{customer_id}"
        sent = (("question", hers), ("answer", f"admin:{AGENT}"), (None, hers))
        for file_id, (kind, uploader) in zip(files, sent, strict=True):
            message_id = None if kind is None else uuid4()
            if message_id:
                agent_id = AGENT if kind == "answer" else None
                await connection.execute(
                    "insert into messages values ($1, $2, $3, 'text', now(), $4, $1::uuid::text)",
                    *(message_id, ticket_id, kind, agent_id),
                )
            await connection.execute(
                """insert into attachments (id, uploader, message_id, name, type, size, uploaded_at, data)
                   values ($1, $2, $3, 'a.txt', 'text/plain', 5, now(), $4)""",
                *(file_id, uploader, message_id, data),
            )
    return files


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_files_are_told_and_go(database_of, tmp_path: Path, elsewhere: bool) -> None:
    database = await database_of("support")
    store = Folder(tmp_path)
    people = PostgresAskers(database, lambda who: who, store if elsewhere else None)
    files = await a_ticket_with_files(database, ALICE, None if elsewhere else b"hers!")
    others = await a_ticket_with_files(database, BOB, None if elsewhere else b"his!!")
    for file_id in (*files, *others) if elsewhere else ():
        await store.put(file_of(file_id), b"hers!" if file_id in files else b"his!!")

    told, cursor = list[bytes](), None
    while True:
        page = await people.held(Person(id=ALICE), cursor)
        told += [base64.b64decode(str(each.item["base64"])) for each in page.items if each.section == "files"]
        if (cursor := page.next_cursor) is None:
            break
    await people.forget(Person(id=ALICE))

    assert told == [b"hers!"] * 3
    left = await people.fetch("select id from attachments")
    assert {row["id"] for row in left} == set(others)
    if elsewhere:
        assert await store.list_missing([file_of(each) for each in (*files, *others)]) == set(map(file_of, files))
