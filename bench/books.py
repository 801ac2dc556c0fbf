"""Do the books of four services agree, once nothing is left to do?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bench.databases import Databases

# What ever came onto the shelf of a SKU is still there, reserved or sold.
SKUS_THAT_DO_NOT_ADD_UP = """
    with taken as (select l.sku, sum(l.quantity) as pieces from reservation_lines l join reservations r using (key)
                   where r.state in ('held', 'committed') group by l.sku),
         came as (select sku, sum(change) as pieces from stock_movements group by sku)
    select count(*) from variants v left join taken using (sku) left join came using (sku)
    where v.stock + coalesce(taken.pieces, 0) <> coalesce(came.pieces, 0)
"""
SOLD = """
    select coalesce(sum(l.quantity), 0)::bigint from reservation_lines l join reservations r using (key)
    where r.state = 'committed'
"""
HELD = "select count(*) from reservations where state = 'held'"
BELOW_ZERO = "select count(*) from variants where stock < 0"
ORDERS = "select count(*) from orders where state in ('confirmed', 'shipped', 'delivered')"
ORDERED_AMOUNT = """
    select coalesce(sum((document -> 'totals' -> 'total' ->> 'amount')::bigint), 0)::bigint from orders
    where state in ('confirmed', 'shipped', 'delivered')
"""
CHARGES = "select count(*) from simulated_charges where state = 'captured' and captures = 1"
CHARGED_AMOUNT = "select coalesce(sum(amount * captures), 0)::bigint from simulated_charges"
HELD_CHARGES = "select count(*) from simulated_charges where state in ('authorised', 'challenged')"
SHIPMENTS = "select count(*) from shipments"
DEAD_LETTERS = "select count(*) from kit_dead_letters where replayed_at is null"


@dataclass(frozen=True, slots=True)
class Books:
    """Sums; every order of the bench is for one piece, by card."""

    numbers: Mapping[str, int]

    def faults(self, ordered: int) -> list[str]:
        """`ordered`: how many orders shoppers saw confirmed."""
        numbers = self.numbers
        wanted = {
            "SKUs whose pieces do not add up": 0,
            "SKUs below zero": 0,
            "reservations still held": 0,
            "charges still held": 0,
            "messages that could not be handled": 0,
            "orders": ordered,
            "pieces sold": ordered,
            "charges taken once": ordered,
            "shipments": ordered,
            "amount charged": numbers["amount ordered"],
        }
        return [f"{what}: {numbers[what]}, not {right}" for what, right in wanted.items() if numbers[what] != right]


async def read_books(databases: Databases) -> Books:
    async def ask(service: str, sql: str) -> int:
        return int(await databases.of[service].fetchval(sql) or 0)

    return Books(
        {
            "SKUs whose pieces do not add up": await ask("product", SKUS_THAT_DO_NOT_ADD_UP),
            "SKUs below zero": await ask("product", BELOW_ZERO),
            "reservations still held": await ask("product", HELD),
            "pieces sold": await ask("product", SOLD),
            "orders": await ask("order", ORDERS),
            "amount ordered": await ask("order", ORDERED_AMOUNT),
            "charges taken once": await ask("order", CHARGES),
            "amount charged": await ask("order", CHARGED_AMOUNT),
            "charges still held": await ask("order", HELD_CHARGES),
            "shipments": await ask("logistics", SHIPMENTS),
            "messages that could not be handled": sum([await ask(name, DEAD_LETTERS) for name in databases.of]),
        }
    )
