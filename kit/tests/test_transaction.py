"""A transaction takes as few round trips as it can, and stays all or nothing."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from kit.data.database import AlreadyDone, Database, PostgresStore
from kit.errors import SoukError
from kit.mail import Mail, mail_id
from kit.tests.bells import BellRang, a_ring
from testkit.statements import CountedDatabase

ADD = "insert into kit_inbox (key) values ($1)"
MOVE = "update kit_inbox set key = $2 where key = $1"


class Gone(SoukError):
    code = "gone"

    def __init__(self) -> None:
        super().__init__("It is not there.", "Look again.")


async def keys_of(database: Database) -> set[str]:
    return {row["key"] for row in await PostgresStore(database).fetch("select key from kit_inbox")}


async def test_writes_and_events_that_ask_nothing_are_one_statement(
    counted: CountedDatabase, kit_database: Database
) -> None:
    store, woken = PostgresStore(counted), list[str]()

    with counted.calling_when_announced(lambda: woken.append("woken")):
        async with store.transaction() as inside:
            await inside.write(ADD, "a")
            await inside.joined(PostgresStore(counted)).write(ADD, "b")
            await inside.publish(a_ring())

    assert len(counted.sent) == 1
    assert await keys_of(kit_database) == {"a", "b"}
    assert await PostgresStore(kit_database).fetchval("select count(*) from kit_outbox") == 1
    assert woken == ["woken"]


async def test_one_write_alone_is_sent_as_it_is(counted: CountedDatabase) -> None:
    async with PostgresStore(counted).transaction() as inside:
        await inside.write(ADD, "a")
    await PostgresStore(counted).write(ADD, "b")

    assert counted.sent == [ADD, ADD]


async def test_a_transaction_that_does_nothing_sends_nothing(counted: CountedDatabase) -> None:
    async with PostgresStore(counted).transaction():
        pass

    assert counted.sent == []


async def test_what_finds_no_row_undoes_all_that_left_with_it(counted: CountedDatabase, kit_database: Database) -> None:
    with pytest.raises(Gone):  # noqa: PT012 (the refusal comes at the end)
        async with PostgresStore(counted).transaction() as inside:
            await inside.write(ADD, "a")
            await inside.write(MOVE, "nowhere", "somewhere", refusal=Gone())
            await inside.publish(a_ring())

    assert await keys_of(kit_database) == set()
    assert await PostgresStore(kit_database).fetchval("select count(*) from kit_outbox") == 0


async def test_what_finds_its_row_is_kept_with_the_others(counted: CountedDatabase, kit_database: Database) -> None:
    store = PostgresStore(counted)
    await store.write(ADD, "a")

    async with store.transaction() as inside:
        await inside.write(MOVE, "a", "moved", refusal=Gone())
        await inside.write(ADD, "b")

    assert await keys_of(kit_database) == {"moved", "b"}


async def test_each_of_two_that_may_find_no_row_is_told_by_its_own_refusal(
    counted: CountedDatabase, kit_database: Database
) -> None:
    store = PostgresStore(counted)
    await store.write(ADD, "a")

    with pytest.raises(AlreadyDone):  # noqa: PT012 (the refusal comes at the end)
        async with store.transaction() as inside:
            await inside.write(MOVE, "a", "moved", refusal=Gone())
            await inside.write(MOVE, "nowhere", "somewhere", refusal=AlreadyDone("x"))

    assert await keys_of(kit_database) == {"a"}


async def test_a_question_sees_what_was_written_before(counted: CountedDatabase, kit_database: Database) -> None:
    async with PostgresStore(counted).transaction() as inside:
        await inside.write(ADD, "a")
        assert await inside.fetchval("select count(*) from kit_inbox") == 1
        assert await keys_of(kit_database) == set()

    assert await keys_of(kit_database) == {"a"}


async def test_what_was_written_and_not_yet_sent_is_gone_when_the_body_fails(
    counted: CountedDatabase, kit_database: Database
) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
        async with PostgresStore(counted).transaction() as inside:
            await inside.write(ADD, "a")
            await inside.fetchval("select 1")
            await inside.write(ADD, "b")
            raise ZeroDivisionError

    assert await keys_of(kit_database) == set()


async def test_events_of_one_transaction_keep_their_order(counted: CountedDatabase) -> None:
    store = PostgresStore(counted)

    async with store.transaction() as inside:
        for number in range(20):
            await inside.publish(a_ring(str(number)))
            if number == 10:
                await inside.fetchval("select 1")

    rows = await store.fetch("select body from kit_outbox order by position")
    assert [BellRang.model_validate_json(row["body"]).tone for row in rows] == [str(number) for number in range(20)]


async def test_of_many_keys_one_that_was_kept_before_undoes_all(
    counted: CountedDatabase, kit_database: Database
) -> None:
    store, keys = PostgresStore(counted), [uuid4() for _ in range(3)]

    async with store.transaction(once=keys[:2]) as inside:
        await inside.write(ADD, "a")
    with pytest.raises(AlreadyDone):  # noqa: PT012 (the refusal comes at the end)
        async with store.transaction(once=keys[1:]) as inside:
            await inside.write(ADD, "b")
            await inside.publish(a_ring())

    assert len(counted.sent) == 2, counted.sent
    assert await keys_of(kit_database) == {str(keys[0]), str(keys[1]), "a"}
    assert await PostgresStore(kit_database).fetchval("select count(*) from kit_outbox") == 0


async def test_of_two_at_once_with_the_same_key_one_does_the_work(kit_database: Database) -> None:
    store, key = PostgresStore(kit_database), uuid4()

    async def work(name: str) -> None:
        async with store.transaction(once=key) as inside:
            await inside.write(ADD, name)

    outcomes = await asyncio.gather(*(work(str(number)) for number in range(4)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes if outcome] == [AlreadyDone] * 3
    assert len(await keys_of(kit_database)) == 2


@pytest.mark.parametrize("alone", [True, False])
async def test_what_must_change_several_rows_is_undone_where_one_is_missing(
    counted: CountedDatabase, kit_database: Database, alone: bool
) -> None:
    store = PostgresStore(counted)
    await store.write(ADD, "a")
    await store.write(ADD, "b")
    renamed = "update kit_inbox set key = key || '!' where key = any($1)"

    async def rename(*keys: str) -> None:
        async with store.transaction() as inside:
            if not alone:
                await inside.write(ADD, "c")
            await inside.write(renamed, list(keys), refusal=Gone(), rows=len(keys))

    with pytest.raises(Gone):
        await rename("a", "nowhere")
    assert await keys_of(kit_database) == {"a", "b"}
    await rename("a", "b")
    assert await keys_of(kit_database) - {"c"} == {"a!", "b!"}


async def test_mails_of_one_transaction_leave_together(counted: CountedDatabase, kit_database: Database) -> None:
    ids = [mail_id("welcome", uuid4()) for _ in range(3)]

    async with PostgresStore(counted).transaction() as inside:
        for each in (*ids, ids[0]):  # one twice
            await inside.post(Mail(id=each, kind="welcome", to="a@example.com", name="A", facts={"n": [1]}))

    assert len(counted.sent) == 1, counted.sent
    rows = await PostgresStore(kit_database).fetch("select id, facts from kit_mails")
    assert {row["id"] for row in rows} == set(ids)
    assert [row["facts"] for row in rows] == [{"n": [1]}] * 3
