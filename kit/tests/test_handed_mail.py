"""What a commit hands to the postman of its own process: taken already, sent at once, and nobody's loss in a crash."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from kit.data.database import Database
from kit.data.database_errors import DatabaseUnavailable
from kit.mailing.message import Envelope
from kit.mailing.postman import HANDS
from kit.mailing.smtp import SmtpCarrier
from kit.mailing.storage import KeptMail, Mails, Turn
from kit.mailing.tray import MOST_IN_HAND
from kit.tests.letters import RESTING, a_mail, a_postman, at_rest, delivering, post, reaches, soon, states
from local.programs import free_port
from testkit import processes
from testkit.mail import TestPostbox
from testkit.statements import CountedDatabase
from testkit.waiting import until

# As the release before this one takes a mail, and posts one.
TAKEN_BEFORE = """
    with due as (
        select id, under_way from kit_mails where state = 'waiting' and next_try_at <= now()
         order by next_try_at limit 1 for update skip locked
    ) update kit_mails m set under_way = true, tries = m.tries + 1, next_try_at = now() + make_interval(secs => 120)
        from due where m.id = due.id returning m.id, due.under_way"""
POSTED_BEFORE = """
    insert into kit_mails (id, kind, channel, address, name, language, facts, code_until, traceparent)
    values ($1, 'bell-rang', 'mail', $2, 'Asha', null, $3, null, null) on conflict (id) do nothing"""
IN_HAND = "select count(*) from kit_mails where under_way and tries = 1 and next_try_at > now() + interval '20 seconds'"
UNTOUCHED = "select count(*) from kit_mails where not under_way and tries = 0 and next_try_at <= clock_timestamp()"


@pytest.fixture
async def counted(kit_database: Database) -> AsyncIterator[CountedDatabase]:
    async with CountedDatabase(kit_database.url, name="counted") as database:
        yield database


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


@pytest.mark.parametrize(
    ("moment", "posts"), [("carrying", ("mail",)), ("noting", ("mail",)), ("noting", ("code",)), ("noting", ())]
)
async def test_a_mail_of_who_is_killed_goes_again_after_the_lease_under_its_id_and_a_code_never_twice(
    kit_database: Database, postbox: TestPostbox, moment: str, posts: tuple[str, ...]
) -> None:
    if not posts:
        await post(kit_database, a_mail())
    before, is_code = int(moment == "noting"), posts == ("code",)

    async with postbox.serving():
        assert await killed(kit_database, postbox, moment, *posts) == -signal.SIGKILL
        assert len(postbox.taken()) == before
        assert await take_as_before(kit_database) == []
        await lease_ends(kit_database)
        async with delivering(a_postman(kit_database, postbox.port, RESTING)):
            await until(reaches(kit_database, **({"dropped": 1} if is_code else {"sent": 1})))

    assert len(postbox.taken()) == before + (not is_code)
    assert len({mail.message_id for mail in postbox.taken()}) <= 1


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


async def test_where_the_mail_server_is_away_what_was_handed_is_given_back_to_all(
    kit_database: Database, counted: Database, postbox: TestPostbox
) -> None:
    async with delivering(a_postman(counted, postbox.port + 1, RESTING)):
        await at_rest(counted)
        await post(counted, *(a_mail(to=f"a{number}@souk.example") for number in range(10)))
        async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
            await until(reaches(kit_database, sent=10))

    assert len(postbox.taken()) == 10


async def test_behind_a_server_that_hangs_nothing_is_begun_that_may_be_anothers_by_then(
    kit_database: Database, counted: Database, postbox: TestPostbox
) -> None:
    calls: list[asyncio.StreamReader] = []

    async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        calls.append(reader)
        await reader.read()

    mute = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    hangs = a_postman(counted, mute.sockets[0].getsockname()[1], replace(RESTING, send_s=0.8, lease_s=1.6))
    async with delivering(hangs):
        await at_rest(counted)
        await post(counted, *(a_mail(to=f"a{number}@souk.example") for number in range(6)))
        async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
            await until(reaches(kit_database, sent=6))
        assert 1 <= len(calls) <= HANDS
    mute.close()

    assert sorted(mail.to for mail in postbox.taken()) == [[f"a{number}@souk.example"] for number in range(6)]


async def test_a_service_that_stops_gives_back_what_it_has_not_begun_and_notes_what_was_sent(
    kit_database: Database, postbox: TestPostbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.mailing.postman.FINISH_S", 0.2)
    goes_on, waiting = asyncio.Event(), list[Envelope]()
    patience = replace(RESTING, note_s=60.0)
    async with (
        postbox.serving(),
        delivering(a_postman(kit_database, postbox.port, patience, carrier=waiting_for(goes_on, waiting))),
    ):
        await at_rest(kit_database)
        goes_on.set()
        await post(kit_database, a_mail())
        await until(lambda: len(postbox.taken()) == 1)
        goes_on.clear()
        await post(kit_database, *(a_mail() for _ in range(5)))
        await until(lambda: len(waiting) == 1 + HANDS)

    assert await states(kit_database) == {"sent": 1, "waiting": 5}
    assert await count_of(kit_database, UNTOUCHED) == 5 - HANDS
    assert await count_of(kit_database, IN_HAND) == HANDS


async def test_a_note_that_fails_is_made_again_and_the_mail_is_not_sent_again(
    kit_database: Database, postbox: TestPostbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.mailing.postman.FIRST_REST_S", 0.05)
    failures: list[object] = []
    take_next = Mails.take_next

    async def fails_once(mails: Mails, lease_s: float, sent: Sequence[UUID] = ()) -> Turn | None:
        if sent and not failures:
            failures.append(sent)
            raise DatabaseUnavailable("it is restarted")
        return await take_next(mails, lease_s, sent)

    monkeypatch.setattr(Mails, "take_next", fails_once)
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port, RESTING)):
        await at_rest(kit_database)
        await post(kit_database, a_mail())
        await until(reaches(kit_database, sent=1))

    assert len(failures) == len(postbox.taken()) == 1


def waiting_for(event: asyncio.Event, waiting: list[Envelope] | None = None) -> type[SmtpCarrier]:
    class Waiting(SmtpCarrier):
        async def carry(self, envelope: Envelope) -> None:
            if waiting is not None:
                waiting.append(envelope)
            await event.wait()
            await super().carry(envelope)

    return Waiting


async def count_of(database: Database, question: str) -> int:
    return await Mails(database).fetchval(question)


async def take_as_before(database: Database) -> list[object]:
    return [*await Mails(database).fetch(TAKEN_BEFORE)]


async def lease_ends(database: Database) -> None:
    await Mails(database).execute("update kit_mails set next_try_at = now() where under_way")


async def killed(database: Database, postbox: TestPostbox, *how: str) -> int:
    log = postbox.folder / "doomed-postman.log"
    process = processes.start("kit.tests.doomed_postman", database.url, str(postbox.port), *how, log=log)
    return await asyncio.to_thread(process.wait)
