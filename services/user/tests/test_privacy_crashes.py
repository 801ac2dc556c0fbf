"""The process dies at every point of an export and of a deletion; another one ends it, with the same result."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from kit.ids import uuid7
from kit.people import Business
from kit.sagas.engine import Sagas
from kit.sagas.pace import CrashPoint, Pace
from kit.sagas.storage import PostgresSagas
from souk_user.adapters.zip_archive import ZipArchive
from souk_user.domain.accounts import Account
from souk_user.domain.privacy import Deletion, Export
from souk_user.sagas import deleting, exporting
from souk_user.sagas.deleting import DONE, FORGETTING, LEAVING, SETTLED
from souk_user.sagas.exporting import GATHERING, PACKING
from souk_user.storage import PostgresUsers
from souk_user.storage.deletions import PostgresDeletions
from souk_user.storage.exports import PostgresExports
from souk_user.testing.holders import FakeHolders
from testkit.clock import ManualClock
from testkit.sagas import SagaCrashes

SETTLING = timedelta(minutes=11)
QUICK = Pace(lease_s=5, first_pause_s=0.001, longest_pause_s=0.02, first_retry_s=0.001, longest_retry_s=0.02)
SERVICES = ("cart", "order")
ORDER = Business(what="order", number="S-1", state="shipped")


@dataclass(frozen=True)
class Story:
    steps: tuple[str, ...]
    away: dict[str, int] = field(default_factory=dict[str, int])
    business: tuple[Business, ...] = ()


class PrivacyWorld:
    """Real tables; the other services are played."""

    def __init__(self, users: PostgresUsers) -> None:
        self.users = users
        self.clock = ManualClock()
        self.holders = FakeHolders(*SERVICES)
        self.exports = PostgresExports(users._database)
        self.deletions = PostgresDeletions(users._database)
        self.account = Account(uuid4(), "customer", f"{uuid4()}@example.com", "Asha", None, "no hash", self.clock.now())
        self.subject: Export | Deletion | None = None

    def process(self, crash_point: CrashPoint) -> Sagas:
        definitions = [
            exporting.exporting(self.exports, self.holders, partial(ZipArchive, "Souk"), self.clock),
            deleting.deleting(self.deletions, self.holders, self.clock, SETTLING),
        ]
        return Sagas(PostgresSagas(self.users._database), definitions, self.clock, QUICK, crash_point)

    async def begin(self, story: Story) -> None:
        async with self.users.transaction() as users:
            await users.add_account(self.account)
        self.holders.keep(self.account.id, "one", "two")
        self.holders.away.update(story.away)
        self.holders.business += [[each] for each in story.business]

    async def carry_on(self, story: Story, crash_point: CrashPoint) -> None:
        await self.sql("update kit_sagas set lease_until = now() - interval '1 second' where lease_until is not null")
        await self.time_passes(self.process(crash_point))

    async def time_passes(self, sagas: Sagas) -> None:
        for _ in range(3):
            self.clock.advance(hours=2)
            await sagas.take_over_due()
            await sagas.settled()

    async def is_over(self) -> bool:
        return await self.sql("select not exists (select from kit_sagas where ended_at is null)")

    async def wait_an_hour(self) -> None:
        self.clock.advance(hours=1)

    async def sql(self, statement: str, *args: object) -> Any:
        return await self.users.fetchval(statement, *args)


class ExportWorld(PrivacyWorld):
    async def play(self, story: Story, crash_point: CrashPoint) -> None:
        await self.begin(story)
        sagas = self.process(crash_point)
        self.subject = export = Export(uuid7(), self.account.id, SERVICES, (), self.clock.now())
        saga = exporting.begun(export)
        async with self.exports.transaction() as exports:
            await exports.add(export)
            await sagas.begin(saga, exports)
        sagas.carry(saga, export)
        await sagas.settled()

    async def truths_hold(self, story: Story, *, as_told: bool) -> None:
        assert self.subject
        document = await self.exports.get_document(self.account.id, self.subject.id, self.clock.now())
        archive = zipfile.ZipFile(io.BytesIO(document))
        assert sorted(archive.namelist()) == ["README.txt", "cart.json", "order.json"]
        for holder in SERVICES:
            told = archive.read(f"{holder}.json").decode()
            assert [told.count(f"{text} of {holder}") for text in ("one", "two")] == [1, 1]
        assert await self.sql("select count(*) from kit_mails where kind = 'export-ready'") == 1
        assert await self.sql("select count(*) from export_parts") == 0


class DeletionWorld(PrivacyWorld):
    async def play(self, story: Story, crash_point: CrashPoint) -> None:
        await self.begin(story)
        sagas = self.process(crash_point)
        self.subject = deletion = Deletion(uuid7(), self.account.id, SERVICES, (), self.clock.now())
        saga = deleting.begun(deletion)
        async with self.deletions.transaction() as deletions:
            await deletions.add(deletion)
            await sagas.begin(saga, deletions)
        sagas.carry(saga, deletion)
        await sagas.settled()
        await self.time_passes(sagas)

    async def truths_hold(self, story: Story, *, as_told: bool) -> None:
        assert self.holders.notes == {}
        assert await self.sql("select count(*) from accounts") == 0
        assert await self.sql("select count(*) from deletions") == 0
        assert await self.sql("select count(*) from kit_mails where kind = 'account-deleted'") == 1
        assert await self.sql("select array_agg(step) from kit_sagas") == [DONE]


class TestExportDies(SagaCrashes):
    stories = {  # noqa: RUF012
        "one is away": Story((GATHERING, GATHERING, PACKING), away={"cart": 2}),
    }
    keep_dying = ("one is away",)

    @pytest.fixture
    def world(self, users: PostgresUsers) -> ExportWorld:
        return ExportWorld(users)


class TestDeletionDies(SagaCrashes):
    stories = {  # noqa: RUF012
        "an order is on its way": Story(
            (SETTLED, SETTLED, SETTLED, FORGETTING, FORGETTING, LEAVING), away={"order": 1}, business=(ORDER,)
        ),
    }
    keep_dying = ("an order is on its way",)

    @pytest.fixture
    def world(self, users: PostgresUsers) -> DeletionWorld:
        return DeletionWorld(users)
