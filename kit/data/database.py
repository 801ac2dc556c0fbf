"""PostgreSQL: a small pool, and stores that speak on it or inside one transaction."""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, Self, TypeAlias, TypeVar
from uuid import UUID

import asyncpg

from kit import audit
from kit.data import lines
from kit.data.connections import IDLE_S, WAIT_FOR_CONNECTION_S, Connections, Lent
from kit.data.database_errors import CANNOT_CONNECT, AlreadyDone, DatabaseUnavailable, said_of
from kit.data.jsonb import speak_json
from kit.data.posting import Posting, Tray
from kit.data.transaction import Transaction
from kit.data.writing import Write, send
from kit.errors import SoukError
from kit.events import Event
from kit.mail import Mail
from kit.settings import Secret

log = logging.getLogger("kit.data.database")

CONNECT_S = 5.0
STATEMENT_S = 30.0
CLOSE_S = 5.0

S = TypeVar("S", bound="PostgresStore")
OnceKey: TypeAlias = UUID | str | Sequence[UUID]


class Database:
    """One service's database. A jsonb parameter takes a value, never JSON text; hot JSON is read with `::text`."""

    def __init__(self, url: str | Secret, size: int = 4, name: str = "souk", *, keeps_plans: bool = True) -> None:
        """`keeps_plans`: a statement is planned once a connection, whatever its arguments, and not for each of them.

        A request's statements ask for little by a key, and to plan them costs as much as to run them. Who sends
        thousands of rows at once does without: such statements are planned for what they are given.
        """
        self.url = url.reveal() if isinstance(url, Secret) else url
        self._size = size
        self._options: dict[str, Any] = {
            "timeout": CONNECT_S,
            "command_timeout": STATEMENT_S,
            "server_settings": {
                "application_name": name,
                "jit": "off",
                **lines.SERVER_SETTINGS,
                "plan_cache_mode": "force_generic_plan" if keeps_plans else "auto",
            },
        }
        self._connections: Connections | None = None
        self._followers: set[Callable[[], None]] = set()
        self.trays: list[Tray] = []

    async def open(self) -> None:
        """Needs no running server: a connection is made when it is first wanted."""
        if self._connections is None:
            pool = await asyncpg.create_pool(
                self.url,
                min_size=0,
                max_size=self._size,
                max_inactive_connection_lifetime=IDLE_S,
                # A reset costs a round trip. Open transactions still roll back, and pooled connections see nothing
                # but SET LOCAL and transaction-scoped advisory locks.
                reset=_nothing_to_reset,
                init=_make_ready,
                **self._options,
            )
            self._connections = Connections(pool, self._size)

    async def close(self) -> None:
        connections, self._connections = self._connections, None
        if connections is None:
            return
        try:
            async with asyncio.timeout(CLOSE_S):
                await connections.close()
        except TimeoutError:
            log.warning("Connections were still busy after %s s and are cut.", CLOSE_S)
            connections.terminate()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def acquire(self) -> Lent:
        if self._connections is None:
            raise DatabaseUnavailable("it is not open yet, or closed already")
        return Lent(self._connections)

    async def connect(self, **settings: str) -> asyncpg.Connection:
        """A connection outside the pool, for who listens on it or holds a lock for long; `settings` are its own."""
        options = {**self._options, "server_settings": {**self._options["server_settings"], **settings}}
        try:
            connection = await asyncpg.connect(self.url, **options)
        except (OSError, TimeoutError, *CANNOT_CONNECT) as error:
            raise DatabaseUnavailable(said_of(error)) from error
        await _make_ready(connection)
        return connection

    @contextmanager
    def calling_when_announced(self, wake: Callable[[], None]) -> Iterator[None]:
        """`wake` is called after each commit in this process that published something."""
        self._followers.add(wake)
        try:
            yield
        finally:
            self._followers.discard(wake)

    def announced(self) -> None:
        for wake in self._followers:
            wake()

    @contextmanager
    def handing_mail_to(self, tray: Tray) -> Iterator[None]:
        """It is told of each commit in this process that posted mail."""
        self.trays.append(tray)
        try:
            yield
        finally:
            self.trays.remove(tray)

    async def check(self) -> None:
        """Raises DatabaseUnavailable unless a query is answered."""
        async with self.acquire() as connection:
            await connection.fetchval("select 1", timeout=WAIT_FOR_CONNECTION_S)


class PostgresStore:
    """What every storage class is built on; the same words work on the pool and inside one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bound: Transaction | None = None

    @asynccontextmanager
    async def transaction(self, once: OnceKey | None = None) -> AsyncIterator[Self]:
        """Everything or nothing; `once` is kept with it, and a repeat of it, or of one of many, raises AlreadyDone.

        The key leaves with the first question, or at the end with what was written: a repeat's body may have run by
        then, and what it wrote is undone.
        """
        if self._bound is not None:
            raise RuntimeError("This store is inside a transaction already: pass it on instead of opening another one.")
        async with self._database.acquire() as connection:
            transaction = Transaction(connection, Posting(self._database.trays))
            bound = self._bound_to(transaction)
            try:
                if once is not None:
                    await bound._keep_keys([once] if isinstance(once, UUID | str) else once)
                yield bound
            except BaseException:
                await transaction.roll_back()
                raise
            await transaction.commit()
        if transaction.published:
            self._database.announced()
        transaction.posting.committed()

    def joined(self, other: S) -> S:
        """The other store, speaking inside this store's transaction."""
        return other._bound_to(self._in_transaction("joined"))

    async def publish(self, event: Event) -> None:
        """Leaves with the transaction; the relay carries it to the broker."""
        self._in_transaction("publish").publish(event)

    async def post(self, mail: Mail) -> None:
        """Leaves with the transaction; the service's postman sends it (kit/mailing)."""
        self._in_transaction("post").post(mail)

    async def write(self, sql: str, *args: Any, refusal: SoukError | None = None, rows: int = 1) -> None:
        """An insert, update or delete whose outcome nobody waits for; `refusal` is raised where it finds fewer `rows`.

        Inside a transaction it leaves together with others, so no two of them may change one row (transaction.py).
        """
        write = Write(sql, args, refusal, rows)
        if self._bound is not None:
            await self._bound.write(write)
        elif audit.untold():
            async with self.transaction() as inside:
                await inside.write(sql, *args, refusal=refusal, rows=rows)
        else:
            async with self._database.acquire() as connection:
                await send(connection, (write,))

    async def fetch(self, sql: str, *args: Any) -> list[asyncpg.Record]:
        async with self._connection() as connection:
            return await connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Any) -> asyncpg.Record | None:
        async with self._connection() as connection:
            return await connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        async with self._connection() as connection:
            return await connection.fetchval(sql, *args)

    async def execute(self, sql: str, *args: Any) -> str:
        """Gives PostgreSQL's word for what it did, such as "UPDATE 1"."""
        async with self._connection() as connection:
            return await connection.execute(sql, *args)

    async def executemany(self, sql: str, args: Iterable[Sequence[Any]]) -> None:
        async with self._connection() as connection:
            await connection.executemany(sql, args)

    async def copy_into(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Many rows at once, by COPY."""
        async with self._connection() as connection:
            await connection.copy_records_to_table(table, columns=list(columns), records=rows)

    def _connection(self) -> AbstractAsyncContextManager[asyncpg.Connection]:
        return self._database.acquire() if self._bound is None else self._bound

    def _bound_to(self, transaction: Transaction) -> Self:
        bound = copy.copy(self)
        bound._bound = transaction
        return bound

    def _in_transaction(self, what: str) -> Transaction:
        if self._bound is None:
            raise RuntimeError(f"{what} works inside a transaction only: async with store.transaction() as store: ...")
        return self._bound

    async def _keep_keys(self, keys: Sequence[UUID | str]) -> None:
        # Waits while another transaction holds the same key, so of two at once one does the work.
        await self._in_transaction("once").write(
            Write(_KEEP_KEYS, ([str(key) for key in keys],), AlreadyDone(*keys), rows=len(keys))
        )


_KEEP_KEYS = "insert into kit_inbox (key) select unnest($1::text[]) on conflict do nothing"


async def _make_ready(connection: Any) -> None:
    lines.watch(connection)
    await speak_json(connection)


async def _nothing_to_reset(_: Any) -> None:
    return
