"""All the SQL of the user service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import asyncpg

from contracts.user import UserSignedUp
from kit.data import housekeeping
from kit.data.database import PostgresStore
from kit.data.housekeeping import OldRows
from kit.http.tokens import UserType
from kit.mail import Channel
from souk_user.domain.accounts import Account, Address, EmailTaken, NoSuchAccount
from souk_user.domain.attempts import Failures, no_failures
from souk_user.domain.codes import Code, Contact, Newcomer, PhoneTaken, Purpose
from souk_user.domain.sessions import MOST_SESSIONS_SHOWN, KnownToken, Session
from souk_user.domain.wishes import Wish

NEW_ACCOUNT = "id, type, email, name, phone, password_hash, created_at"
ACCOUNT = f"{NEW_ACCOUNT}, email_verified_at, verified_phone"
ROTATED_TOKENS = OldRows("refresh_tokens", by="rotated_at", where="rotated_at < $1")
EXPIRED_SESSIONS = OldRows("sessions", by="expires_at", where="expires_at < $1")
ENDED_SESSIONS = OldRows("sessions", by="ended_at", where="ended_at < $1")
OLD_CODES = OldRows("codes", by="expires_at", where="expires_at < $1")
OLD_WISHES = OldRows("wishes", by="added_at", where="owner like 'guest:%' and added_at < $1")
OLD_FAILURES = OldRows("login_failures", by="last_at", where="last_at < $1")
NEW_CODE = (
    "id, purpose, user_type, account_id, channel, sent_to, code_hash, browser_hash, expires_at,"
    " newcomer_name, newcomer_password_hash"
)
CODE = f"{NEW_CODE}, tries, used_at"
SESSION = (
    "s.id, s.account_id, a.type as account_type, s.started_at, s.expires_at, s.ended_at, s.device,"
    " coalesce(s.last_seen_at, s.started_at) as last_seen_at"
)
ADDRESS = "id, name, phone, line1, line2, city, state, postal_code, country, is_default"


class PostgresUsers(PostgresStore):
    # accounts

    async def find_account(self, user_type: UserType, email: str) -> Account | None:
        row = await self.fetchrow(f"select {ACCOUNT} from accounts where type = $1 and email = $2", user_type, email)
        return Account(**row) if row else None

    async def find_account_at(self, user_type: UserType, contact: Contact) -> Account | None:
        column = "email" if contact.channel is Channel.MAIL else "verified_phone"
        row = await self.fetchrow(
            f"select {ACCOUNT} from accounts where type = $1 and {column} = $2", user_type, contact.address
        )
        return Account(**row) if row else None

    async def get_account(self, account_id: UUID) -> Account:
        row = await self.fetchrow(f"select {ACCOUNT} from accounts where id = $1", account_id)
        if row is None:
            raise NoSuchAccount
        return Account(**row)

    async def add_account(self, account: Account) -> None:
        try:
            await self.execute(
                f"insert into accounts ({NEW_ACCOUNT}, email_verified_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                account.id, account.type, account.email, account.name,
                account.phone, account.password_hash, account.created_at, account.email_verified_at,
            )  # fmt: skip
        except asyncpg.UniqueViolationError:
            raise EmailTaken from None
        if account.type == "customer":
            await self.publish(UserSignedUp(at=account.created_at, user_id=account.id))

    async def save_profile(self, account_id: UUID, changes: Mapping[str, str | None]) -> Account:
        row = await self.fetchrow(
            f"""update accounts
                   set name = case when $2 then $3 else name end, phone = case when $4 then $5 else phone end,
                       verified_phone = case when $4 and phone is distinct from $5 then null else verified_phone end
                 where id = $1 returning {ACCOUNT}""",
            account_id, "name" in changes, changes.get("name"), "phone" in changes, changes.get("phone"),
        )  # fmt: skip
        if row is None:
            raise NoSuchAccount
        return Account(**row)

    async def save_password_hash(self, account_id: UUID, password_hash: str) -> None:
        await self.execute("update accounts set password_hash = $2 where id = $1", account_id, password_hash)

    async def save_email_verified(self, account_id: UUID, email: str, now: datetime) -> None:
        await self.execute(
            """update accounts set email_verified_at = coalesce(email_verified_at, $3) where id = $1 and email = $2""",
            account_id, email, now,
        )  # fmt: skip

    async def save_contact(self, account_id: UUID, contact: Contact, now: datetime) -> Account:
        is_mail = contact.channel is Channel.MAIL
        change = "email = $2, email_verified_at = $3" if is_mail else "phone = '+' || $2, verified_phone = $2"
        try:
            row = await self.fetchrow(
                f"update accounts set {change} where id = $1 returning {ACCOUNT}",
                *((account_id, contact.address, now) if is_mail else (account_id, contact.address)),
            )
        except asyncpg.UniqueViolationError:
            raise (EmailTaken() if is_mail else PhoneTaken()) from None
        if row is None:
            raise NoSuchAccount
        return Account(**row)

    # codes

    async def add_code(self, code: Code) -> None:
        await self.write(
            f"insert into codes ({NEW_CODE}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            code.id, code.purpose, code.user_type, code.account_id, code.sent_to.channel, code.sent_to.address,
            code.code_hash, code.browser_hash, code.expires_at,
            code.newcomer and code.newcomer.name, code.newcomer and code.newcomer.password_hash,
        )  # fmt: skip

    async def find_code(self, code_id: UUID) -> Code | None:
        row = await self.fetchrow(f"select {CODE} from codes where id = $1", code_id)
        return _code_of(row) if row else None

    async def find_code_to_try(self, code_id: UUID, browser_hash: bytes) -> Code | None:
        row = await self.fetchrow(
            f"select {CODE} from codes where id = $1 and browser_hash = $2 for update", code_id, browser_hash
        )
        return _code_of(row) if row else None

    async def save_code(self, code: Code) -> None:
        await self.execute("update codes set tries = $2, used_at = $3 where id = $1", code.id, code.tries, code.used_at)

    async def remove_codes_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_CODES, moment)

    # addresses

    async def list_addresses(self, account_id: UUID) -> list[Address]:
        rows = await self.fetch(
            f"select {ADDRESS} from addresses where account_id = $1 order by created_at, id", account_id
        )
        return [Address(**row) for row in rows]

    async def list_addresses_to_change(self, account_id: UUID) -> list[Address]:
        """The account's row is locked, so that two changes of its addresses follow one another."""
        if await self.fetchval("select 1 from accounts where id = $1 for update", account_id) is None:
            raise NoSuchAccount
        return await self.list_addresses(account_id)

    async def save_addresses(self, account_id: UUID, addresses: Sequence[Address], now: datetime) -> None:
        kept = [address.id for address in addresses]
        await self.execute("delete from addresses where account_id = $1 and not id = any($2::uuid[])", account_id, kept)
        # The one that stops being the default comes first: the index allows no two of them, even for a moment.
        for each in sorted(addresses, key=lambda address: address.is_default):
            await self.execute(
                f"""insert into addresses ({ADDRESS}, account_id, created_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                    on conflict (id) do update
                       set name = $2, phone = $3, line1 = $4, line2 = $5, city = $6, state = $7,
                           postal_code = $8, country = $9, is_default = $10
                     where addresses.account_id = $11""",
                each.id, each.name, each.phone, each.line1, each.line2, each.city, each.state,
                each.postal_code, each.country, each.is_default, account_id, now,
            )  # fmt: skip

    # sessions

    async def add_session(self, session: Session, token_hash: bytes) -> None:
        await self.execute(
            """insert into sessions (id, account_id, started_at, expires_at, device, last_seen_at)
               values ($1, $2, $3, $4, $5, $6)""",
            session.id, session.account_id, session.started_at, session.expires_at,
            session.device, session.last_seen_at,
        )  # fmt: skip
        await self.add_token(session.id, token_hash, session.started_at)

    async def find_token_to_rotate(self, token_hash: bytes, user_type: UserType) -> KnownToken | None:
        """Both rows stay locked until the transaction ends."""
        row = await self.fetchrow(
            f"""select {SESSION}, t.rotated_at
                 from refresh_tokens t join sessions s on s.id = t.session_id join accounts a on a.id = s.account_id
                where t.hash = $1 and a.type = $2
                  for update of t, s""",
            token_hash, user_type,
        )  # fmt: skip
        if row is None:
            return None
        kept = cast("dict[str, Any]", dict(row))
        rotated_at = kept.pop("rotated_at")
        return KnownToken(Session(**kept), rotated_at)

    async def find_living_hash(self, session_id: UUID) -> bytes | None:
        return await self.fetchval(
            "select hash from refresh_tokens where session_id = $1 and rotated_at is null", session_id
        )

    async def add_token(self, session_id: UUID, token_hash: bytes, now: datetime) -> None:
        await self.execute(
            "insert into refresh_tokens (hash, session_id, issued_at) values ($1, $2, $3)",
            token_hash, session_id, now,
        )  # fmt: skip

    async def rotate(self, session: Session, old_hash: bytes, new_hash: bytes, now: datetime) -> None:
        await self.execute("update refresh_tokens set rotated_at = $2 where hash = $1", old_hash, now)
        await self.add_token(session.id, new_hash, now)
        await self.execute(
            "update sessions set expires_at = $2, last_seen_at = $3 where id = $1",
            session.id, session.expires_at, session.last_seen_at,
        )  # fmt: skip

    async def list_sessions(self, account_id: UUID, current: UUID, now: datetime) -> list[Session]:
        rows = await self.fetch(
            f"""select {SESSION} from sessions s join accounts a on a.id = s.account_id
                 where s.account_id = $1 and s.ended_at is null and s.expires_at > $2
                 order by s.id = $3 desc, last_seen_at desc, s.id limit $4""",
            account_id, now, current, MOST_SESSIONS_SHOWN,
        )  # fmt: skip
        return [Session(**row) for row in rows]

    async def end_session(self, session_id: UUID, because: str, now: datetime) -> None:
        await self.execute(
            "update sessions set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null",
            session_id, now, because,
        )  # fmt: skip

    async def end_sessions_of(
        self, account_id: UUID, because: str, now: datetime, but: UUID | None = None, only: UUID | None = None
    ) -> None:
        await self.execute(
            """update sessions set ended_at = $2, ended_because = $3
                where account_id = $1 and ended_at is null
                  and id is distinct from $4 and ($5::uuid is null or id = $5)""",
            account_id, now, because, but, only,
        )  # fmt: skip

    async def remove_tokens_rotated_before(self, moment: datetime) -> None:
        """A session may live for a year and rotate every ten minutes: its old tokens go before it does."""
        await housekeeping.remove(self._database, ROTATED_TOKENS, moment)

    async def remove_sessions_over_before(self, moment: datetime) -> None:
        for rows in (EXPIRED_SESSIONS, ENDED_SESSIONS):
            await housekeeping.remove(self._database, rows, moment)

    # wishes

    async def list_wishes(self, owner: str) -> list[Wish]:
        rows = await self.fetch(
            "select product_id, handle, added_at from wishes where owner = $1 order by added_at desc, product_id desc",
            owner,
        )
        return [Wish(**row) for row in rows]

    async def list_wishes_to_change(self, owner: str) -> list[Wish]:
        """Under a lock of the owner's, because there is no row to lock while the list is empty."""
        await self.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"wishes of {owner}")
        return await self.list_wishes(owner)

    async def add_wishes(self, owner: str, wishes: Sequence[Wish]) -> None:
        await self.execute(
            """insert into wishes (owner, product_id, handle, added_at)
               select $1, * from unnest($2::uuid[], $3::text[], $4::timestamptz[]) on conflict do nothing""",
            owner, [wish.product_id for wish in wishes], [wish.handle for wish in wishes],
            [wish.added_at for wish in wishes],
        )  # fmt: skip

    async def remove_wishes(self, owner: str, product_ids: Sequence[UUID]) -> None:
        await self.execute("delete from wishes where owner = $1 and product_id = any($2)", owner, list(product_ids))

    async def remove_guests_wishes_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_WISHES, moment)

    # failed logins

    async def find_failures_to_count(self, counter: str, now: datetime) -> Failures:
        """The counter's row is made if need be and locked, so that parallel guesses are counted one by one.

        In one statement: between two of them a login that succeeds takes its row away.
        """
        nothing = no_failures(now)
        row = await self.fetchrow(
            """insert into login_failures as counted (counter, failures, last_at) values ($1, $2, $3)
               on conflict (counter) do update set failures = counted.failures
               returning failures, last_at, locked_until""",
            counter, nothing.count, nothing.last_at,
        )  # fmt: skip
        return Failures(row["failures"], row["last_at"], row["locked_until"]) if row else nothing

    async def save_failures(self, counter: str, failures: Failures) -> None:
        await self.execute(
            "update login_failures set failures = $2, last_at = $3, locked_until = $4 where counter = $1",
            counter, failures.count, failures.last_at, failures.locked_until,
        )  # fmt: skip

    async def forget_failures(self, counter: str) -> None:
        await self.execute("delete from login_failures where counter = $1", counter)

    async def forgive_one_failure(self, counter: str) -> None:
        """The attempt that was counted as failed turned out right; others' failures stay."""
        await self.execute(
            """update login_failures set failures = greatest(failures - 1, 0), locked_until = null
                where counter = $1""",
            counter,
        )

    async def remove_failures_before(self, moment: datetime) -> None:
        await housekeeping.remove(self._database, OLD_FAILURES, moment)


def _code_of(row: asyncpg.Record) -> Code:
    values = cast("dict[str, Any]", dict(row))
    sent_to = Contact(Channel(values.pop("channel")), values.pop("sent_to"))
    name, password_hash = values.pop("newcomer_name"), values.pop("newcomer_password_hash")
    newcomer = None if name is None else Newcomer(name, password_hash)
    return Code(**{**values, "purpose": Purpose(values["purpose"]), "sent_to": sent_to, "newcomer": newcomer})
