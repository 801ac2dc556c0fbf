"""What outlives a process of the order service: in PostgreSQL, or in memory for tests that ask nothing of SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from kit.data.database import Database, PostgresStore
from kit.http.limits import Limits
from kit.sagas.saga import SagaStore
from kit.sagas.storage import PostgresSagas
from souk_order.adapters.simulated_bank import Ledger
from souk_order.domain.orders import Order
from souk_order.domain.placing import DECLINES
from souk_order.ports import InvoiceStore, LookupStore, OrderStore, RefundStore
from souk_order.storage.invoices import PostgresInvoices
from souk_order.storage.lookups import PostgresLookups
from souk_order.storage.orders import PostgresOrders
from souk_order.storage.refunds import PostgresRefunds
from souk_order.storage.simulated_bank import PostgresLedger
from souk_order.testing.memory import MemoryLedger, MemoryLookups, MemoryOrders, MemoryRefunds
from souk_order.testing.memory_invoices import MemoryInvoices
from testkit.memory_sagas import MemorySagas


class Kept(Protocol):
    @property
    def orders(self) -> OrderStore: ...
    @property
    def refunds(self) -> RefundStore: ...
    @property
    def invoices(self) -> InvoiceStore: ...
    @property
    def lookups(self) -> LookupStore: ...
    @property
    def sagas(self) -> SagaStore: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def rates(self) -> Limits: ...

    async def all_orders(self) -> Sequence[Order]: ...
    async def charges(self) -> list[tuple[str, int]]: ...
    async def refunded(self) -> int: ...
    async def announced(self) -> list[str]: ...
    async def declines(self) -> int: ...
    async def let_leases_run_out(self) -> None: ...


class PostgresKept:
    def __init__(self, database: Database) -> None:
        self.orders = PostgresOrders(database)
        self.refunds = PostgresRefunds(database)
        self.invoices = PostgresInvoices(database)
        self.lookups = PostgresLookups(database)
        self.sagas = PostgresSagas(database)
        self.ledger = PostgresLedger(database)
        self.rates = Limits(database)
        self._store = PostgresStore(database)

    async def all_orders(self) -> Sequence[Order]:
        rows = await self._store.fetch("select id from orders order by id")
        return [await self.orders.get(row["id"]) for row in rows]

    async def charges(self) -> list[tuple[str, int]]:
        rows = await self._store.fetch("select state, captures from simulated_charges order by key")
        return [(row["state"], row["captures"]) for row in rows]

    async def refunded(self) -> int:
        return await self.sql("select coalesce(sum(amount), 0)::bigint from simulated_refunds")

    async def announced(self) -> list[str]:
        rows = await self._store.fetch("select subject from kit_outbox order by id")
        return [row["subject"] for row in rows]

    async def declines(self) -> int:
        return await self.sql("select coalesce(sum(hits), 0)::int from kit_limits where name = $1", DECLINES)

    async def let_leases_run_out(self) -> None:
        await self.sql("update kit_sagas set lease_until = now() - interval '1 second' where lease_until is not null")

    async def sql(self, statement: str, *args: object) -> Any:
        return await self._store.fetchval(statement, *args)


class MemoryKept:
    def __init__(self) -> None:
        self.orders = MemoryOrders()
        self.refunds = MemoryRefunds(self.orders)
        self.invoices = MemoryInvoices(self.orders, self.refunds)
        self.lookups = MemoryLookups()
        self.sagas = MemorySagas()
        self.ledger = MemoryLedger()
        self.rates = Limits(Database("postgresql://nowhere"))  # nothing here counts requests

    async def all_orders(self) -> Sequence[Order]:
        return sorted(self.orders.orders.values(), key=lambda order: order.id.bytes)

    async def charges(self) -> list[tuple[str, int]]:
        charges = sorted(self.ledger.charges.items())
        return [(charge["state"], charge["captures"]) for _, charge in charges]

    async def refunded(self) -> int:
        return sum(refund["amount"] for refund in self.ledger.refunds.values())

    async def announced(self) -> list[str]:
        return [event.subject for event in self.orders.published]

    async def declines(self) -> int:
        return self.orders.declines.total()

    async def let_leases_run_out(self) -> None:
        await self.sagas.let_leases_run_out()
