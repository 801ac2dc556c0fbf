"""Accounts that are being deleted."""

from __future__ import annotations

from uuid import UUID

from kit.data.database import PostgresStore
from kit.people import Person
from souk_user.domain.accounts import NoSuchAccount
from souk_user.domain.letters import account_deleted
from souk_user.domain.privacy import Deletion, person_of
from souk_user.storage.accounts import Accounts
from souk_user.storage.people import PostgresAccountHolders


class PostgresDeletions(PostgresStore):
    async def add(self, deletion: Deletion) -> None:
        """From now on nobody signs in, and whoever is signed in is so for ten minutes at most."""
        closed = await self.fetchval(
            "update accounts set closed_at = $2 where id = $1 and closed_at is null returning true",
            *(deletion.account_id, deletion.asked_at),
        )
        if not closed:
            raise NoSuchAccount
        await self.execute(
            "insert into deletions (id, account_id, holders, forgotten, asked_at) values ($1, $2, $3, $4, $5)",
            *(deletion.id, deletion.account_id, list(deletion.holders), [], deletion.asked_at),
        )
        await self.execute("delete from sessions where account_id = $1", deletion.account_id)
        await self.execute(
            "delete from kit_sagas where kind = 'export' and subject in (select id from exports where account_id = $1)",
            deletion.account_id,
        )
        await self.execute("delete from exports where account_id = $1", deletion.account_id)

    async def get(self, deletion_id: UUID, /) -> Deletion:
        row = await self.fetchrow(
            "select id, account_id, holders, forgotten, asked_at from deletions where id = $1", deletion_id
        )
        if row is None:
            raise NoSuchAccount
        return Deletion(row["id"], row["account_id"], tuple(row["holders"]), tuple(row["forgotten"]), row["asked_at"])

    async def get_person(self, account_id: UUID) -> Person:
        return person_of(await Accounts(self._database).get_account(account_id))

    async def save(self, deletion: Deletion, /) -> Deletion:
        if not deletion.is_over:
            await self.execute(
                "update deletions set forgotten = $2 where id = $1", deletion.id, list(deletion.forgotten)
            )
            return deletion
        account = await self.joined(Accounts(self._database)).get_account(deletion.account_id)
        await self.joined(PostgresAccountHolders(self._database)).forget_within(person_of(account))
        await self.post(account_deleted(deletion.id, account))
        return deletion
