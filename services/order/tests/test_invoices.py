"""Invoices when goods leave, credit notes when money goes back: each once, numbered without a gap, never changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from kit.people import Person
from souk_order.actions.invoicing import complete_the_books
from souk_order.actions.parcels import follow_parcels
from souk_order.actions.refunding import refund_order
from souk_order.domain.invoices import Books, Invoice, InvoiceKind, Seller, slabs_of
from souk_order.domain.invoicing import invoice_of
from souk_order.domain.orders import Order
from souk_order.domain.periods import Period
from souk_order.domain.quotes import Tax
from souk_order.domain.refunds import RefundState, Wanted
from souk_order.storage.people import PostgresOrderPeople
from souk_order.testing.examples import ALICE, NOW, a_quote, an_order, inr
from souk_order.testing.kept import Kept, MemoryKept, PostgresKept
from souk_order.testing.parcels import followed, report
from souk_order.testing.shop import OrderShop

STAFF = uuid4()
BOOKS = Books(Seller("Souk", (), ""), "Asia/Kolkata", 4, {InvoiceKind.INVOICE: "INV", InvoiceKind.CREDIT_NOTE: "CN"})
SPLIT = (Tax("CGST", 250, inr(10500), inr(250)), Tax("SGST", 250, inr(10500), inr(250)))
WHOLE = (Tax("IGST", 500, inr(10500), inr(500)), Tax("IGST", 1800, inr(10500), inr(1602)))


async def invoices_of(shop: OrderShop, order: Order) -> list[tuple[str, str]]:
    return [(each.kind.value, each.number) for each in await shop.deps.invoices.list_of(order.id)]


async def left(shop: OrderShop, *, quantity: int = 1) -> Order:
    order = await shop.places(shop.checkout(quantity=quantity))
    return await followed(shop, order, report(order.id, "picked_up"))


async def numbers_of(kept: PostgresKept, kind: InvoiceKind = InvoiceKind.INVOICE) -> list[str]:
    rows = await kept.sql("select array_agg(number order by place) from invoices where kind = $1", kind)
    return rows or []


def test_a_year_begins_where_the_books_begin_and_the_shop_is() -> None:
    last_minute = datetime(2027, 3, 31, 18, 29, tzinfo=UTC)  # a minute before midnight in India

    assert BOOKS.year_of(last_minute) == "26-27"
    assert BOOKS.year_of(last_minute + timedelta(minutes=1)) == "27-28"
    assert replace(BOOKS, first_month=1).year_of(last_minute) == "27"
    number = invoice_of(an_order(), BOOKS, NOW).numbered(999_999).number
    assert (number, len(number)) == ("INV/25-26/999999", 16)


def test_the_parts_of_a_rate_are_one_slab_and_two_rates_are_two() -> None:
    [split], whole = slabs_of(SPLIT), slabs_of(WHOLE)

    assert (split.basis_points, split.of, split.taxable, len(split.taxes)) == (500, inr(10500), inr(10000), 2)
    assert [(slab.basis_points, slab.taxable) for slab in whole] == [(500, inr(10000)), (1800, inr(8898))]
    assert slabs_of(()) == ()


async def test_an_order_is_invoiced_once_when_its_parcel_leaves(shop: OrderShop) -> None:
    order = await shop.places(shop.checkout(quantity=3, discount=1000))
    assert await invoices_of(shop, order) == []

    picked_up = report(order.id, "picked_up")
    await followed(shop, order, picked_up, picked_up, report(order.id, "in_transit"), report(order.id, "delivered"))

    [invoice] = await shop.deps.invoices.list_of(order.id)
    [line] = invoice.lines
    assert (invoice.kind, invoice.number) == (InvoiceKind.INVOICE, "INV/25-26/000001")
    assert (line.quantity, line.unit_price, line.discount, line.amount) == (3, inr(49900), inr(1000), inr(148700))
    assert (invoice.other, invoice.total) == (inr(4900), order.totals.total)
    assert invoice.seller.tax_number
    assert (invoice.buyer, invoice.address.line1) == ("Alice", "1 MG Road")


async def test_an_order_whose_delivery_is_heard_of_first_is_invoiced_then(shop: OrderShop) -> None:
    order = await shop.places(number=None)

    await followed(shop, order, report(order.id, "delivered"), report(order.id, "picked_up"))

    assert await invoices_of(shop, order) == [("invoice", "INV/25-26/000001")]


async def test_what_is_given_back_has_a_credit_note_of_its_share_in_a_series_of_its_own(real_shop: OrderShop) -> None:
    quote = replace(a_quote(quantity=2), taxes=(Tax("IGST", 500, inr(104700), inr(4986)),))
    order = await real_shop.places(real_shop.checkouts.add(quote))
    await followed(real_shop, order, report(order.id, "picked_up"))

    await refund_order(real_shop.deps, order.id, Wanted(lines=(("MUG", 1),)), STAFF, str(uuid4()))
    await refund_order(real_shop.deps, order.id, Wanted(whole=True), STAFF, str(uuid4()))

    invoice, first, rest = await real_shop.deps.invoices.list_of(order.id)
    assert [note.number for note in (first, rest)] == ["CN/25-26/000001", "CN/25-26/000002"]
    assert {note.invoice_number for note in (first, rest)} == {invoice.number}
    assert (first.lines[0].quantity, first.lines[0].amount, first.other) == (1, inr(49900), inr(0))
    assert (rest.lines[0].amount, rest.other) == (inr(49900), inr(4900))
    assert first.total + rest.total == invoice.total
    assert first.taxes[0].amount + rest.taxes[0].amount == invoice.taxes[0].amount


async def test_what_was_given_back_before_the_parcel_left_is_credited_after_its_invoice(real_shop: OrderShop) -> None:
    order = await real_shop.places()
    await refund_order(real_shop.deps, order.id, Wanted(other=inr(100)), STAFF, str(uuid4()))
    assert await invoices_of(real_shop, order) == []

    await followed(real_shop, order, report(order.id, "picked_up"))
    await asyncio.gather(*(complete_the_books(real_shop.replica()) for _ in range(3)))

    assert [kind for kind, _ in await invoices_of(real_shop, order)] == ["invoice", "credit_note"]


async def test_numbers_have_no_gap_whoever_comes_at_once_and_comes_to_nothing(
    kept: PostgresKept, real_shop: OrderShop
) -> None:
    real_shop.stock.left["MUG"] = 100
    orders = [await real_shop.places() for _ in range(24)]

    async def leaves(order: Order, nth: int) -> None:
        if nth % 3:
            await follow_parcels(real_shop.deps, [report(order.id, "picked_up")] * 2)
            return
        draft = invoice_of(order, real_shop.deps.books, NOW)  # a process that dies before it has committed
        async with kept.orders.transaction() as inside:
            await inside.save_moves([(order, replace(order.parcel_moved("picked_up", NOW), invoice=draft))])
            assert await inside.joined(kept.invoices).list_of(order.id)
            raise ZeroDivisionError

    said = await asyncio.gather(*(leaves(order, nth) for nth, order in enumerate(orders)), return_exceptions=True)
    together = [report(order.id, "picked_up") for order in orders[::3]]
    again = await asyncio.gather(
        *(follow_parcels(real_shop.replica(), together) for _ in range(3)), return_exceptions=True
    )

    assert [type(each) for each in said if each] == [ZeroDivisionError] * 8
    assert None in again
    assert await numbers_of(kept) == [f"INV/25-26/{place:06}" for place in range(1, 25)]
    assert await kept.sql("select count(distinct order_id) from invoices") == 24


async def test_no_number_is_dated_before_the_one_below_it(kept: PostgresKept, real_shop: OrderShop) -> None:
    first = await left(real_shop)
    real_shop.clock.advance(hours=-5)  # another process, whose clock is behind
    second = await left(real_shop)

    [one], [two] = [await kept.invoices.list_of(order.id) for order in (first, second)]

    assert (one.number[-1], two.number[-1]) == ("1", "2")
    assert one.issued_at <= two.issued_at


async def test_numbers_begin_anew_with_the_year(kept: PostgresKept, real_shop: OrderShop) -> None:
    await left(real_shop)
    real_shop.clock.advance(days=365)

    await left(real_shop)

    assert await numbers_of(kept) == ["INV/25-26/000001", "INV/26-27/000001"]


async def test_what_a_replica_of_the_last_release_moved_is_invoiced_once(
    kept: PostgresKept, real_shop: OrderShop
) -> None:
    orders = [await real_shop.places() for _ in range(4)]
    await kept.sql("update orders set state = 'shipped' where id <> $1", orders[0].id)

    await asyncio.gather(*(complete_the_books(real_shop.replica()) for _ in range(3)))

    assert await numbers_of(kept) == [f"INV/25-26/{place:06}" for place in (1, 2, 3)]
    assert await invoices_of(real_shop, orders[0]) == []


async def test_the_table_itself_refuses_to_change_an_invoice(kept: PostgresKept, real_shop: OrderShop) -> None:
    order = await left(real_shop)

    with pytest.raises(asyncpg.RestrictViolationError, match="stays as it was"):
        await kept.sql("update invoices set document = '{}' where order_id = $1", order.id)


async def test_memory_keeps_invoices_as_postgresql_does(kept: PostgresKept) -> None:
    async def kept_by(store: Kept) -> list[Invoice]:
        shop = OrderShop(store)
        quote = replace(a_quote(quantity=2, discount=700), taxes=SPLIT)
        order = await shop.places(shop.checkouts.add(quote))
        await followed(shop, order, report(order.id, "picked_up"))
        refund = await refund_order(shop.deps, order.id, Wanted(lines=(("MUG", 1),)), STAFF, "key-of-it")
        assert refund.state is RefundState.DONE
        month = Period.of(None, None, "Asia/Kolkata", shop.clock.now())
        found = await store.invoices.list_between(month.begins, month.ends, 9)
        assert list(found) == list(await store.invoices.list_of(order.id))
        assert await store.invoices.list_between(month.begins, month.ends, 1) == found[:1]
        nobodys = UUID(int=0)
        unnamed = {"id": nobodys, "order_id": nobodys, "order_number": ""}
        return [replace(each, **unnamed, refund_id=each.refund_id and nobodys) for each in found]

    assert await kept_by(kept) == await kept_by(MemoryKept())


async def test_who_leaves_takes_a_copy_along_and_the_books_keep_the_invoice_until_they_are_over(
    kept: PostgresKept, real_shop: OrderShop
) -> None:
    order = await left(real_shop)
    await followed(real_shop, order, report(order.id, "delivered"))
    [invoice] = await kept.invoices.list_of(order.id)
    people = PostgresOrderPeople(kept.orders._database, timedelta(days=1), timedelta(days=1))  # pyright: ignore[reportPrivateUsage]

    told = [each async for each in _held(people, "invoices")]
    await people.forget(Person(id=ALICE))

    assert [each["number"] for each in told] == [invoice.number]
    assert await kept.invoices.list_of(order.id) == [invoice]
    said = str(invoice)
    assert order.contact.email not in said
    assert order.contact.phone not in said
    await people.expire(order.placed_at + timedelta(days=3))
    assert await kept.invoices.list_of(order.id) == []


async def _held(people: PostgresOrderPeople, section: str) -> AsyncIterator[dict[str, object]]:
    cursor = None
    while True:
        held = await people.held(Person(id=ALICE), cursor)
        for each in held.items:
            if each.section == section:
                yield dict(each.item)
        cursor = held.next_cursor
        if cursor is None:
            return
