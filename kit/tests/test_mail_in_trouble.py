"""Mail that was handed or taken when a process dies, stops, or meets a server or a database that is away."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from kit.data.database import Database
from kit.data.database_errors import DatabaseUnavailable
from kit.mailing.message import Envelope
from kit.mailing.postman import HANDS
from kit.mailing.storage import Mails, Turn
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
    states,
    take_as_before,
    waiting_for,
)
from testkit import processes
from testkit.mail import TestPostbox
from testkit.waiting import until


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
    monkeypatch.setattr("kit.mailing.postman.NO_DATABASE_S", 0.05)
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


async def lease_ends(database: Database) -> None:
    await Mails(database).execute("update kit_mails set next_try_at = now() where under_way")


async def killed(database: Database, postbox: TestPostbox, *how: str) -> int:
    log = postbox.folder / "doomed-postman.log"
    process = processes.start("kit.tests.doomed_postman", database.url, str(postbox.port), *how, log=log)
    return await asyncio.to_thread(process.wait)
