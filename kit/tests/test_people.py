"""What a service holds on somebody is told in pages, and forgotten, kit's own tables too."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from kit.calls.client import Calls
from kit.data.database import Database
from kit.data.idempotency import Answer, IdempotencyRecords, RecordId
from kit.data.people import PostgresPeople, Section
from kit.http.router import Router
from kit.mail import Mail
from kit.people import Person
from kit.running.app import make_app
from kit.running.service import Infra, Service
from kit.tests.demo import KEY, Deps, Settings, key_hash, problem
from testkit.clock import ManualClock
from testkit.system import SHOP

ALICE = Person(id=uuid4(), email="alice@example.com", phone="919800000000")
BOB = Person(id=uuid4(), email="bob@example.com")


class Notes(PostgresPeople):
    """Kept in a table that kit has anyway, as "<whose>/<which>"."""

    sections = (
        Section(
            "notes",
            """select key, jsonb_build_object('text', split_part(key, '/', 2))
                 from kit_inbox, person where key like person.id || '/%'""",
            at_once=2,
        ),
        Section("names", "select id::text, jsonb_build_object('email', email, 'phone', phone) from person"),
    )
    forgetting = ("delete from kit_inbox where key like $1::uuid || '/%'",)
    business = """select 'note' as what, split_part(key, '/', 2) as number, 'open' as state
        from kit_inbox where key like $1::uuid || '/%'"""


@pytest.fixture
def notes(kit_database: Database) -> Notes:
    return Notes(kit_database)


@pytest.fixture
def asker(notes: Notes, kit_database: Database) -> httpx.AsyncClient:
    callers = {name: key_hash(name) for name in ("user", "cart")}
    given = Settings.model_validate({**SHOP, "database_url": kit_database.url, "callers": callers})
    infra = Infra(kit_database, Calls({}), ManualClock(), KEY.public_keys())
    app = make_app(Service("demo", "1.0.0", Router(), Deps(), people=notes), given, infra)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://demo/api/v1", headers={"x-service-key": "user"}
    )


async def keep(notes: Notes, owner: UUID, count: int) -> None:
    await notes.executemany("insert into kit_inbox (key) values ($1)", [(f"{owner}/note {at}",) for at in range(count)])


async def told(asker: httpx.AsyncClient, person: Person) -> list[dict[str, Any]]:
    items, cursor = list[dict[str, Any]](), None
    while True:
        answer = await asker.post("/people/held", json={**person.model_dump(mode="json"), "cursor": cursor})
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        if (cursor := answer.json()["next_cursor"]) is None:
            return items


async def test_all_sections_are_told_page_by_page_and_nobody_elses(notes: Notes, asker: httpx.AsyncClient) -> None:
    await keep(notes, ALICE.id, 5)
    await keep(notes, BOB.id, 3)

    items = await told(asker, ALICE)

    assert [each["item"]["text"] for each in items if each["section"] == "notes"] == [f"note {at}" for at in range(5)]
    assert {"section": "names", "item": {"email": ALICE.email, "phone": ALICE.phone}} in items


async def test_mails_that_wait_are_told(notes: Notes, asker: httpx.AsyncClient) -> None:
    async with notes.transaction() as inside:
        for to in ("alice@example.com", "919800000000", "bob@example.com"):
            await inside.post(Mail("hello", to, {}, name="Alice"))

    waiting = [each["item"]["to"] for each in await told(asker, ALICE) if each["section"] == "mails that wait"]

    assert sorted(waiting) == ["919800000000", "alice@example.com"]


async def test_the_forgotten_one_is_in_no_table_of_the_service_nor_of_kit(
    notes: Notes, asker: httpx.AsyncClient, kit_database: Database
) -> None:
    await keep(notes, ALICE.id, 2)
    await keep(notes, BOB.id, 2)
    records = IdempotencyRecords(kit_database)
    for person in (ALICE, BOB):
        record = RecordId(f"customer:{person.id}", "POST /notes", "the same key", b"1")
        await records.claim(record, claim := uuid4())
        await records.keep(record, claim, Answer(200, {}, str(person.email).encode()))
        async with notes.transaction() as inside:
            await inside.post(Mail("hello", str(person.email), {}, name="Dear customer"))
        await notes.execute(
            """insert into kit_dead_letters (stream, sequence, subject, body, headers, error, tries)
               values ('ORDER', (select count(*) from kit_dead_letters), 'order.placed.v1', $1, '{}', 'no', 8)""",
            f'{{"customer_id": "{person.id}"}}'.encode(),
        )

    for _ in range(2):  # asked again, it is as harmless
        answer = await asker.post("/people/forget", json=ALICE.model_dump(mode="json"))
        assert answer.status_code == 204

    for table in ("kit_inbox", "kit_idempotency", "kit_mails", "kit_dead_letters"):
        body = "convert_from(body, 'UTF8')" if table == "kit_dead_letters" else "''"
        rows = await notes.fetch(f"select t::text || {body} as row from {table} t")
        whole = " ".join(row["row"] for row in rows)
        assert (str(ALICE.id) in whole, str(ALICE.email) in whole) == (False, False), table
        assert rows, f"{table} forgot Bob too"
    assert await notes.fetchval("select count(*) from kit_forgotten where mark = kit_mark_of($1)", ALICE.id) == 1


async def test_what_is_not_over_is_told(notes: Notes, asker: httpx.AsyncClient) -> None:
    await keep(notes, ALICE.id, 1)

    under_way = await asker.post("/people/under-way", json=ALICE.model_dump(mode="json"))

    assert under_way.json() == {"items": [{"what": "note", "number": "note 0", "state": "open"}]}


@pytest.mark.parametrize("path", ["held", "under-way", "forget"])
async def test_only_the_service_that_knows_accounts_may_ask(asker: httpx.AsyncClient, path: str) -> None:
    for headers in ({"x-service-key": "cart"}, {"x-service-key": ""}):
        refused = await asker.post(f"/people/{path}", json=ALICE.model_dump(mode="json"), headers=headers)
        problem(refused, 401, "service-key-needed")


@pytest.mark.parametrize("cursor", ["!", "OQ==", "LTEg", "MCAA"])
async def test_a_made_up_cursor_is_refused(asker: httpx.AsyncClient, cursor: str) -> None:
    refused = await asker.post("/people/held", json={**ALICE.model_dump(mode="json"), "cursor": cursor})

    problem(refused, 400, "held-cursor-invalid")
