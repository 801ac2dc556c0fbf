"""What a commit hands to the postman of its own process: taken already, sent at once, and nobody's loss in a crash."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from kit.data.database import Database
from kit.mailing.storage import KeptMail, Mails
from kit.mailing.tray import MOST_IN_HAND
from kit.tests.letters import (
    IN_HAND,
    RESTING,
    UNTOUCHED,
    a_mail,
    a_postman,
    at_rest,
    count_of,
    delivering,
    post,
    reaches,
    soon,
    take_as_before,
    waiting_for,
)
from local.programs import free_port
from testkit.mail import TestPostbox
from testkit.statements import CountedDatabase
from testkit.waiting import until

POSTED_BEFORE = """
    insert into kit_mails (id, kind, channel, address, name, language, facts, code_until, traceparent)
    values ($1, 'bell-rang', 'mail', $2, 'Asha', null, $3, null, null) on conflict (id) do nothing"""


async def test_mails_are_sent_without_being_taken_from_the_table_and_noted_together(
    counted: CountedDatabase, kit_database: Database, postbox: TestPostbox
) -> None:
    async with postbox.serving(), delivering(a_postman(counted, postbox.port, replace(RESTING, note_s=1.0))):
        await until(lambda: counted.sent)
        counted.sent.clear()
        for each in (a_mail(), a_mail(), a_mail()):
            await post(counted, each)
        await until(lambda: len(postbox.taken()) == 3)
        assert await count_of(kit_database, IN_HAND) == 3
        await until(reaches(kit_database, sent=3))

    assert [statement.split("(")[0] for statement in counted.sent] == [
        *["with part0 as "] * 3,
        "with noted as ",
    ], counted.sent


async def test_handed_or_taken_from_the_table_a_mail_is_the_same(kit_database: Database) -> None:
    facts = {"lines": [{"title": "काग़ज़", "quantity": 2}], "token": "", "off": None, "share": 0.25}
    mail = a_mail(facts=facts, language="hi-IN", name="आशा")
    await post(kit_database, mail)

    turn = await Mails(kit_database).take_next(60)

    assert turn is not None
    assert turn.mail == KeptMail.of(mail, turn.mail.traceparent, turn.mail.written_at)


async def test_a_mail_that_was_posted_before_is_not_handed_again(kit_database: Database, postbox: TestPostbox) -> None:
    told, other = a_mail(), a_mail(to="b@souk.example")
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port, RESTING)):
        await at_rest(kit_database)
        await post(kit_database, told, told)
        await until(lambda: len(postbox.taken()) == 1)
        await post(kit_database, told, other)
        await until(reaches(kit_database, sent=2))

    assert [len(postbox.taken_by(each.to)) for each in (told, other)] == [1, 1]


async def test_what_was_rolled_back_is_not_handed(kit_database: Database, postbox: TestPostbox) -> None:
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port, RESTING)):
        await at_rest(kit_database)
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
            async with Mails(kit_database).transaction() as failing:
                await failing.post(a_mail(to="never@souk.example"))
                await failing.fetchval("select 1")
                raise ZeroDivisionError
        await post(kit_database, a_mail())
        await until(reaches(kit_database, sent=1))

    assert postbox.taken_by("never@souk.example") == []


async def test_a_code_is_handed_to_nobody_so_that_a_crash_before_it_was_begun_loses_none(
    kit_database: Database, postbox: TestPostbox
) -> None:
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port, RESTING)):
        await at_rest(kit_database)
        async with Mails(kit_database).transaction() as posting:
            await posting.post(a_mail(code_until=soon()))
            await posting.post(a_mail())
            assert await posting.fetchval(UNTOUCHED) == 1
            assert await posting.fetchval(IN_HAND) == 1
        await until(reaches(kit_database, sent=2))

    assert len(postbox.taken()) == 2


async def test_a_code_and_a_letter_are_posted_by_the_same_statement(counted: CountedDatabase) -> None:
    async with delivering(a_postman(counted, free_port(), RESTING)):
        await until(lambda: counted.sent)
        for each in (a_mail(code_until=soon()), a_mail()):
            await until(lambda: all(tray.room() for tray in counted.trays))
            await post(counted, each)

    posted = [sql for sql in counted.sent if "insert into kit_mails" in sql]
    assert len(posted) == 2
    assert posted[0] == posted[1]


async def test_more_than_a_postman_has_hands_for_wait_in_the_table(
    kit_database: Database, postbox: TestPostbox
) -> None:
    many = [a_mail(to=f"a{number}@souk.example") for number in range(MOST_IN_HAND + 20)]
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port, RESTING)):
        await at_rest(kit_database)
        async with Mails(kit_database).transaction() as posting:
            for each in many:
                await posting.post(each)
            assert await posting.fetchval(IN_HAND) == MOST_IN_HAND
            assert await posting.fetchval(UNTOUCHED) == 20
        assert [tray.room() for tray in kit_database.trays] == [0]  # what comes now stands behind them
        await until(reaches(kit_database, sent=len(many)))

    assert sorted(mail.to for mail in postbox.taken()) == sorted([each.to] for each in many)


async def test_two_replicas_that_post_at_once_send_each_mail_once(
    kit_database: Database, counted: Database, postbox: TestPostbox
) -> None:
    replicas = (kit_database, counted)
    postmen = [a_postman(each, postbox.port) for each in replicas]
    async with postbox.serving(), delivering(postmen[0]), delivering(postmen[1]):
        await asyncio.gather(*(at_rest(each) for each in replicas))
        await asyncio.gather(*(post(each, a_mail(to=f"a{n}@souk.example")) for each in replicas for n in range(8)))
        await until(reaches(kit_database, sent=16))

    assert len(postbox.taken()) == len({mail.message_id for mail in postbox.taken()}) == 16


async def test_beside_a_replica_of_the_release_before_each_mail_is_sent_once(
    kit_database: Database, postbox: TestPostbox
) -> None:
    carrier_waits = asyncio.Event()
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port, carrier=waiting_for(carrier_waits))):
        await at_rest(kit_database)
        await post(kit_database, a_mail())
        assert await take_as_before(kit_database) == []  # it is somebody's
        await Mails(kit_database).execute(POSTED_BEFORE, UUID(int=1), "old@souk.example", dict(a_mail().facts))
        carrier_waits.set()
        await until(reaches(kit_database, sent=2))

    assert [len(postbox.taken_by(to)) for to in ("asha@souk.example", "old@souk.example")] == [1, 1]
