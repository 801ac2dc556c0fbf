"""Invoices as buyers and who keeps the books get them over HTTP."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from kit.data.database import Database
from souk_order.domain.periods import Period, WrongPeriod
from souk_order.domain.quotes import Tax
from souk_order.events import handlers
from souk_order.testing.examples import ALICE, NOW, a_quote, inr
from souk_order.testing.parcels import report
from souk_order.testing.requests import placed, request
from testkit.clients import ServiceClient


async def left(client: ServiceClient) -> dict[str, Any]:
    """With both halves of a tax, and a part given back."""
    halves = tuple(Tax(name, 250, inr(104700), inr(2493)) for name in ("CGST", "SGST"))
    quote = replace(a_quote(quantity=2), taxes=halves)
    client.calls.quotes[str(quote.checkout_id)] = quote
    order = (await placed(client, await request(client, quote=quote))).json()
    event = report(UUID(order["id"]), "picked_up")
    await handlers.handle(event.subject, event.model_dump_json(), client.deps)
    body, key = {"lines": [{"sku": "MUG", "quantity": 1}]}, {"idempotency-key": str(uuid4())}
    given_back = await client.as_admin().post(f"/desk/orders/{order['id']}/refunds", json=body, headers=key)
    assert given_back.status_code == 201, given_back.text
    return order


async def test_who_may_see_the_order_sees_its_invoice_and_what_corrects_it(client: ServiceClient) -> None:
    order = await left(client)
    path, link = f"/orders/{order['id']}", {"x-order-token": order["link_token"]}

    invoice = await client.as_customer(ALICE).get(f"{path}/invoice")
    every = await client.as_anyone().get(f"{path}/invoices", headers=link)

    assert invoice.headers["cache-control"] == every.headers["cache-control"] == "private, no-store"
    said, [same, note] = invoice.json(), every.json()["items"]
    assert said == same
    [slab] = said["slabs"]
    assert (slab["basis_points"], slab["taxable"]["amount"]) == (500, 104700 - 2 * 2493)
    assert (said["taxable"], said["total"]["amount"]) == (slab["taxable"], 104700)
    assert (note["kind"], note["invoice_number"], note["total"]["amount"]) == ("credit_note", said["number"], 49900)
    assert (await client.as_customer(uuid4()).get(f"{path}/invoice")).status_code == 404
    assert (await client.as_guest().get(f"{path}/invoices")).status_code == 404
    shown = (await client.as_customer(ALICE).get(path)).json()["invoices"]
    assert [each["number"] for each in shown] == [said["number"], note["number"]]


async def test_an_invoice_is_a_file_to_keep_for_who_may_see_the_order(client: ServiceClient) -> None:
    order = await left(client)
    path, link = f"/orders/{order['id']}/invoices", {"x-order-token": order["link_token"]}
    invoice = (await client.as_customer(ALICE).get(path)).json()["items"][0]

    file = await client.as_anyone().get(f"{path}/{invoice['id']}/document", headers=link)

    assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
    assert file.content.startswith(b"%PDF-")
    assert file.headers["content-disposition"] == f'attachment; filename="{invoice["number"].replace("/", "-")}.pdf"'
    assert file.headers["cache-control"] == "private, no-store"
    # A plain link has neither the header nor a login.
    listed = (await client.as_customer(ALICE).get(f"/orders/{order['id']}")).json()["invoices"]
    tickets = [each["document"].partition("?ticket=")[2] for each in listed]
    stranger = client.as_customer(uuid4())
    for ticket, status in ((tickets[0], 200), (tickets[1], 404), ("1.0", 404), ("x" * 100, 404), ("9" * 11, 404)):
        asked = await stranger.get(f"{path}/{invoice['id']}/document", params={"ticket": ticket})
        assert asked.status_code == status, ticket
    assert (await stranger.get(f"{path}/{invoice['id']}/document")).status_code == 404
    other = await client.as_admin().get(f"/desk{path}/{uuid4()}/document")
    assert (other.status_code, other.json()["code"]) == (404, "no-such-invoice")


async def test_before_the_parcel_leaves_there_is_none(client: ServiceClient) -> None:
    order = (await placed(client, await request(client))).json()
    alice = client.as_customer(ALICE)

    answer = await alice.get(f"/orders/{order['id']}/invoice")

    assert (answer.status_code, answer.json()["code"]) == (404, "no-invoice-yet")
    assert (await alice.get(f"/orders/{order['id']}/invoices")).json() == {"items": []}
    assert (await alice.get(f"/orders/{order['id']}")).json()["invoices"] == []


async def test_who_keeps_the_books_gets_a_table_whose_sums_are_the_truth(
    client: ServiceClient, database: Database
) -> None:
    order = await left(client)
    admin = client.as_admin()

    answer = await admin.get("/desk/invoices.csv")
    nothing = await admin.get("/desk/invoices.csv", params={"first": "2020-01-01", "last": "2020-01-31"})

    invoice, note = csv.DictReader(io.StringIO(answer.text))
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'filename="invoices-' in answer.headers["content-disposition"]
    assert (invoice["kind"], invoice["order"], invoice["state"]) == ("invoice", order["number"], "Karnataka")
    assert (invoice["taxable"], invoice["CGST 2.5%"], invoice["SGST 2.5%"]) == ("997.14", "24.93", "24.93")
    assert (invoice["total"], note["total"], note["invoice"]) == ("1047.00", "-499.00", invoice["number"])
    assert nothing.text.count("\r\n") == 1
    at_desk = (await admin.get(f"/desk/orders/{order['id']}/invoices")).json()["items"]
    assert [each["number"] for each in at_desk] == [invoice["number"], note["number"]]
    for path in ("/desk/invoices.csv", f"/desk/orders/{order['id']}/invoices"):
        assert (await client.as_customer(ALICE).get(path)).status_code == 403
    wrong = await admin.get("/desk/invoices.csv", params={"first": "2020-01-01", "last": "2021-01-01"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong-invoice-period")


def test_a_period_is_the_month_so_far_where_the_shop_is() -> None:
    period = Period.of(None, None, "Asia/Kolkata", NOW)

    assert (period.first, period.last) == (date(2026, 1, 1), date(2026, 1, 5))
    assert (period.begins.isoformat(), period.ends.day) == ("2026-01-01T00:00:00+05:30", 6)
    with pytest.raises(WrongPeriod):
        Period.of(date(2026, 1, 6), date(2026, 1, 5), "Asia/Kolkata", NOW)
