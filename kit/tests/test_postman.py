"""What leaves kit_mails, when, and how often; at a real SMTP server."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from kit import tasks
from kit.data.database import Database
from kit.mail import Channel, Mail
from kit.mailing.postman import HANDS, TOO_LATE, UNCLEAR_CODE
from kit.mailing.smtp import SmtpCarrier
from kit.mailing.storage import Mails
from kit.observing import telemetry
from kit.tests.letters import RESTING, a_mail, a_postman, delivering, post, reaches, soon, states
from testkit.mail import TestPostbox
from testkit.waiting import until


async def reason(database: Database) -> str:
    return await Mails(database).fetchval("select reason from kit_mails")


async def test_a_mail_leaves_with_its_transaction_and_is_sent_once(
    kit_database: Database, postbox: TestPostbox
) -> None:
    mail = a_mail()

    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await post(kit_database, mail, mail)
        await post(kit_database, mail)  # the same fact again
        await until(reaches(kit_database, sent=1))

    (taken,) = postbox.taken()
    assert taken.to == ["asha@souk.example"]
    assert taken.message_id == f"<{mail.id}@souk.example>"
    assert taken.subject == "The bell rang, Asha"


async def test_mails_that_come_one_after_another_share_a_connection(
    kit_database: Database, postbox: TestPostbox
) -> None:
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port, RESTING)):
        for sent in range(1, 7):
            await post(kit_database, a_mail())
            await until(reaches(kit_database, sent=sent))

    assert len(postbox.connections) <= HANDS


async def test_a_mail_of_a_transaction_that_failed_never_leaves(kit_database: Database, postbox: TestPostbox) -> None:
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the failure is inside the transaction)
            async with Mails(kit_database).transaction() as failing:
                await failing.post(a_mail(to="never@souk.example"))
                raise ZeroDivisionError
        await post(kit_database, a_mail())
        await until(reaches(kit_database, sent=1))

    assert postbox.taken_by("never@souk.example") == []


async def test_once_it_is_sent_nobody_can_read_whom_it_went_to_or_what_it_said(
    kit_database: Database, postbox: TestPostbox
) -> None:
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await post(kit_database, a_mail())
        await until(reaches(kit_database, sent=1))

    row = await Mails(kit_database).fetchrow("select address, name, facts from kit_mails")
    assert row is not None
    assert (row["address"], row["name"], row["facts"]) == (None, "", {})


async def test_mails_wait_while_the_server_is_away_and_all_go_once_it_is_back(
    kit_database: Database, postbox: TestPostbox
) -> None:
    await post(kit_database, *(a_mail(to=f"a{number}@souk.example") for number in range(20)))
    async with delivering(a_postman(kit_database, postbox.port)):
        await until(lambda: _tried(kit_database))
        assert await states(kit_database) == {"waiting": 20}

        async with postbox.serving():
            await until(reaches(kit_database, sent=20))

    assert len(postbox.taken()) == 20


async def test_a_server_that_never_says_a_word_is_left_and_tried_again(
    kit_database: Database, postbox: TestPostbox
) -> None:
    async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    mute = await asyncio.start_server(say_nothing, "127.0.0.1", postbox.port)
    await post(kit_database, a_mail())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kit.mailing.smtp.CONNECT_S", 0.2)
        async with delivering(a_postman(kit_database, postbox.port)):
            await until(lambda: _tried(kit_database))
            mute.close()
            async with postbox.serving():
                patch.undo()
                await until(reaches(kit_database, sent=1))

    assert len(postbox.taken()) == 1


async def test_an_address_that_is_refused_is_parked_with_the_reason_and_holds_up_no_other(
    kit_database: Database, postbox: TestPostbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "kit")
    postbox.answers["gone@souk.example"] = "550 5.1.1 gone@souk.example is not known here"
    await post(kit_database, *(a_mail(to="gone@souk.example") for _ in range(3)), a_mail())

    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await until(reaches(kit_database, parked=3, sent=1))
        ((state, parked), *_) = await Mails(kit_database).list_open(10)
        assert (state, parked.address) == ("parked", "gone@souk.example")
        assert (parked.reason or "").startswith("550")
        assert (await Mails(kit_database).count_open())["parked"] == 3

        del postbox.answers["gone@souk.example"]
        await Mails(kit_database).retry(parked.id)
        await until(reaches(kit_database, parked=2, sent=2))

    assert "parked" in caplog.text
    assert "gone@" not in caplog.text
    assert "asha@" not in caplog.text


async def test_what_the_server_wants_later_comes_later(kit_database: Database, postbox: TestPostbox) -> None:
    postbox.answers["asha@souk.example"] = "451 4.7.1 greylisted"
    await post(kit_database, a_mail(code_until=soon()))

    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await until(lambda: _tried(kit_database))
        del postbox.answers["asha@souk.example"]
        await until(reaches(kit_database, sent=1))

    assert len(postbox.taken()) == 1


async def test_a_mail_of_which_nobody_said_what_became_of_it_is_sent_again_under_its_id(
    kit_database: Database, postbox: TestPostbox
) -> None:
    postbox.silent.add("asha@souk.example")
    await post(kit_database, a_mail())

    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await until(lambda: len(postbox.taken()) >= 1)
        postbox.silent.clear()
        await until(reaches(kit_database, sent=1))

    assert len(postbox.taken()) >= 2
    assert len({mail.message_id for mail in postbox.taken()}) == 1


async def test_a_code_of_which_nobody_said_what_became_of_it_is_not_sent_again(
    kit_database: Database, postbox: TestPostbox
) -> None:
    postbox.silent.add("asha@souk.example")
    await post(kit_database, a_mail(code_until=soon()))

    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await until(reaches(kit_database, dropped=1))

    assert await reason(kit_database) == UNCLEAR_CODE
    assert len(postbox.taken()) == 1


@pytest.mark.parametrize(
    ("next_one", "waits"),
    [(None, False), (a_mail(), False), (a_mail(code_until=soon()), True)],
    ids=["none", "mail", "code"],
)
async def test_of_what_the_postman_notes_only_a_code_that_it_takes_waits_for_the_disk(
    kit_database: Database, next_one: Mail | None, waits: bool
) -> None:
    await post(kit_database, a_mail())
    last = await Mails(kit_database).take_next(60)
    assert last
    await post(kit_database, *([next_one] if next_one else []))

    async with Mails(kit_database).transaction() as mails:
        await mails.execute("set local synchronous_commit = on")
        turn = await mails.take_next(60, [last.mail.id])
        commits = await mails.fetchval("select current_setting('synchronous_commit')")

    assert (turn is not None, commits) == (next_one is not None, "on" if waits else "off")
    assert await states(kit_database) == ({"sent": 1, "waiting": 1} if next_one else {"sent": 1})


async def test_a_code_that_has_expired_is_not_sent(kit_database: Database, postbox: TestPostbox) -> None:
    await post(kit_database, a_mail(code_until=datetime.now(UTC) - timedelta(seconds=1)))

    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await until(reaches(kit_database, dropped=1))

    assert await reason(kit_database) == TOO_LATE
    assert postbox.taken() == []


async def test_several_postmen_send_each_mail_once(kit_database: Database, postbox: TestPostbox) -> None:
    await post(kit_database, *(a_mail(to=f"a{number}@souk.example") for number in range(40)))

    postmen = [a_postman(kit_database, postbox.port) for _ in range(3)]
    async with postbox.serving(), delivering(postmen[0]), delivering(postmen[1]), delivering(postmen[2]):
        await until(reaches(kit_database, sent=40))

    assert len(postbox.taken()) == 40


async def test_a_postman_whose_hands_lose_their_cancellation_stops_all_the_same(
    kit_database: Database, postbox: TestPostbox
) -> None:
    closing: list[object] = []

    class Deaf(SmtpCarrier):
        async def close(self) -> None:
            """As `wait_for` before Python 3.12, where an answer comes at that moment."""
            if self in closing:
                return
            closing.append(self)
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()

    async with asyncio.timeout(tasks.AGAIN_S / 2), delivering(a_postman(kit_database, postbox.port, carrier=Deaf)):
        await until(lambda: len(closing) == HANDS)


async def test_a_template_that_fails_is_tried_a_few_times_and_parked(
    kit_database: Database, postbox: TestPostbox
) -> None:
    await post(kit_database, a_mail(facts={}), a_mail(kind="bell-broke"), a_mail())
    await Mails(kit_database).execute("update kit_mails set tries = 6 where kind = 'bell-broke' or facts = '{}'")

    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await until(reaches(kit_database, parked=2, sent=1))


async def test_a_text_message_goes_the_same_way(kit_database: Database, postbox: TestPostbox) -> None:
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await post(kit_database, a_mail(to="+91 98000 00000", channel=Channel.TEXT))
        await until(reaches(kit_database, sent=1))

    (taken,) = postbox.taken()
    assert (taken.channel, taken.to) == ("text", ["919800000000@sms.localhost"])
    assert taken.text == "Souk: 123456 is your code.\n"


async def test_it_is_sent_under_the_trace_of_what_caused_it(
    kit_database: Database, postbox: TestPostbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    async def noting(carrier: object, envelope: object) -> None:
        seen.append(telemetry.trace_id())

    monkeypatch.setattr("kit.mailing.smtp.SmtpCarrier.carry", noting)
    with telemetry.continued(None, "a request") as trace:
        await post(kit_database, a_mail())
    async with postbox.serving(), delivering(a_postman(kit_database, postbox.port)):
        await until(reaches(kit_database, sent=1))

    assert seen == [trace.trace_id]


async def _tried(database: Database) -> bool:
    return await Mails(database).fetchval("select exists (select from kit_mails where tries > 0 and not under_way)")
