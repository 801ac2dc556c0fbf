from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from activity_examples import ALICE, BROWSER, NOON, an_order, beacon, event, id_at

from contracts.money import Money
from contracts.order import OrderCancelled, OrderRefunded
from souk_activity.actions import following

if TYPE_CHECKING:
    from testkit.clients import Caller, ServiceClient

LOOK = event("product-viewed", handle="mug")


def as_alice(client: ServiceClient) -> Caller:
    alice = client.as_customer(ALICE)
    alice.headers["user-agent"] = BROWSER
    return alice


async def today(client: ServiceClient, **params: Any) -> dict[str, Any]:
    asked = {"first": "2026-11-26", "last": "2026-11-26", "time_zone": "UTC", **params}
    return (await client.as_admin().get("/reports/days", params=asked)).json()["items"][0]


async def test_a_visit_is_counted_by_how_far_it_came_however_often_it_is_told(client: ServiceClient) -> None:
    told = beacon(
        event("listing-viewed", category="mugs"),
        LOOK,
        event("product-viewed", handle="cup"),
        event("added-to-bag", handle="mug", quantity=2),
        event("searched", words="Chai mug", results=0),
    )

    first = await client.post("/events", json=told)
    await client.post("/events", json=told)
    await client.post("/events", json={**told, "events": [*told["events"], event("checkout-begun")]})

    assert first.status_code == 204
    counted = await today(client)
    expected = {"sessions": 1, "viewing": 1, "adding": 1, "leaving": 1, "ordering": 0, "searches": 1, "orders": 0}
    assert expected.items() <= counted.items()
    products = (await client.as_seller().get("/reports/products")).json()["items"]
    assert [(each["handle"], each["views"], each["adds"]) for each in products] == [("cup", 1, 0), ("mug", 1, 2)]
    empty = (await client.as_seller().get("/reports/searches", params={"only_empty": True})).json()["items"]
    assert empty == [{"words": "chai mug", "searches": 1, "without_results": 1}]


@pytest.mark.parametrize(
    ("headers", "consent"),
    [
        ({"sec-gpc": "1"}, True),
        ({"dnt": "1"}, True),
        ({"user-agent": "Googlebot/2.1"}, True),
        ({"user-agent": ""}, True),
        ({}, False),
    ],
)
async def test_nothing_is_taken_from_who_does_not_want_it_or_is_a_machine(
    client: ServiceClient, headers: dict[str, str], consent: bool
) -> None:
    answer = await client.post("/events", json=beacon(LOOK, consent=consent), headers=headers)

    assert answer.status_code == 204
    assert await client.deps.showing.fetchval("select count(*) from events") == 0


@pytest.mark.parametrize(
    "wrong",
    [
        beacon(),
        beacon(*[event("checkout-begun") for _ in range(51)]),
        beacon(event("product-viewed", handle="<script>")),
        beacon(event("searched", words="a\x00b", results=0)),
        beacon(event("added-to-bag", handle="mug", quantity=0)),
        beacon(event("product-viewed", handle="mug", email="asha@example.com")),
        beacon(event("bought-the-shop")),
        {**beacon(LOOK), "session_id": "me"},
    ],
)
async def test_what_is_no_beacon_is_refused(client: ServiceClient, wrong: dict[str, Any]) -> None:
    assert (await client.post("/events", json=wrong)).status_code == 400


async def test_a_beacon_is_bounded_and_a_clock_far_off_is_left_out(client: ServiceClient) -> None:
    large = await client.post("/events", json={**beacon(LOOK), "more": "x" * 40_000})
    old = await client.post("/events", json=beacon(event("product-viewed", NOON - timedelta(days=9), handle="mug")))

    assert (large.status_code, old.status_code) == (413, 204)
    assert await client.deps.showing.fetchval("select count(*) from events") == 0


async def test_what_somebody_looked_at_is_shown_to_them_alone_the_latest_first(client: ServiceClient) -> None:
    alice = as_alice(client)
    for handle in ("mug", "cup", "mug"):
        await alice.post("/events", json=beacon(event("product-viewed", handle=handle)))

    mine = await alice.get("/me/viewed")

    assert mine.json() == {"handles": ["mug", "cup"]}
    assert mine.headers["cache-control"] == "private, no-store"
    assert (await client.as_customer(uuid4()).get("/me/viewed")).json() == {"handles": []}
    assert (await client.get("/me/viewed")).json() == {"handles": []}


async def test_what_is_told_with_a_token_that_is_over_is_nobodys(client: ServiceClient) -> None:
    answer = await client.post("/events", json=beacon(LOOK), headers={"authorization": "Bearer over"})

    assert answer.status_code == 204
    assert await client.deps.showing.fetch("select person_id from events") == [(None,)]


async def test_orders_make_revenue_the_end_of_visits_and_what_is_bought_together(client: ServiceClient) -> None:
    await as_alice(client).post("/events", json=beacon(LOOK))
    await following.count_orders(client.deps, [an_order("mug", "tea", customer_id=ALICE), an_order("mug", "cup")])
    await following.count_orders(client.deps, [an_order("tea", "mug", units=3)])

    counted = await today(client)
    expected = {"sessions": 1, "ordering": 1, "orders": 3, "units": 10, "revenue": 500_000}
    assert expected.items() <= counted.items()
    together = await client.get("/products/mug/bought-together")
    assert together.json() == {"handles": ["tea", "cup"]}
    assert "s-maxage=60" in together.headers["cache-control"]
    assert (await client.get("/bought-together?handle=mug&handle=tea")).json() == {"handles": ["cup"]}
    assert (await client.get("/popular")).json()["handles"][0] == "mug"


async def test_what_is_cancelled_or_refunded_is_given_back_and_no_checkout_that_came_to_nothing(
    client: ServiceClient,
) -> None:
    order = an_order("mug", "tea")
    await following.count_orders(client.deps, [order])
    part = Money(amount=30_000, currency="INR")
    refund = OrderRefunded(
        at=NOON, order_id=uuid4(), refund_id=uuid4(), customer_id=None, amount=part, total=order.total, lines=()
    )

    await following.count_undone(
        client.deps,
        [
            OrderCancelled(at=NOON, order_id=order.order_id, reason="cancelled", total=order.total),
            OrderCancelled(at=NOON, order_id=uuid4(), reason="payment-declined"),
        ],
    )
    await following.count_refunds(client.deps, [refund])

    expected = {"orders": 1, "revenue": 100_000, "cancelled": 1, "undone": 1, "given_back": 130_000}
    assert expected.items() <= (await today(client)).items()


async def test_what_is_liked_now_comes_before_what_was_liked_once(client: ServiceClient) -> None:
    for _ in range(3):
        await client.post("/events", json=beacon(event("product-viewed", handle="old")))
    client.clock.advance(days=12)
    await client.deps.keeping.keep_days(NOON.date(), client.clock.now().date() + timedelta(days=2))
    later = client.clock.now()
    await client.post("/events", json=beacon(event("product-viewed", later, handle="new"), session=id_at(later)))

    assert (await client.get("/popular")).json() == {"handles": ["new", "old"]}


async def test_a_day_is_counted_in_the_time_zone_of_who_asks(client: ServiceClient) -> None:
    late = NOON.replace(hour=19)
    await following.count_orders(client.deps, [an_order("mug", at=late)])

    assert (await today(client))["orders"] == 1
    assert (await today(client, time_zone="Asia/Kolkata"))["orders"] == 0
    assert (await today(client, time_zone="Asia/Kolkata", first="2026-11-27", last="2026-11-27"))["orders"] == 1


async def test_reports_are_tables_too_and_for_staff_alone(client: ServiceClient) -> None:
    await client.post("/events", json=beacon(event("searched", words="=cmd|calc", results=0)))

    table = await client.as_admin().get("/reports/searches.csv")

    assert table.text == "words,searches,without_results\r\n'=cmd|calc,1,1\r\n"
    assert "attachment" in table.headers["content-disposition"]
    for name in ("days", "products", "searches"):
        assert (await client.as_seller().get(f"/reports/{name}.csv")).text.count("\r\n") >= 1
        assert (await client.as_customer(ALICE).get(f"/reports/{name}")).status_code == 403
    for zone in ("Mars", "localtime"):  # the second one is known to Python and not to PostgreSQL
        unknown = await client.as_admin().get(f"/reports/days?time_zone={zone}")
        assert unknown.json()["code"] == "unknown-time-zone"
    long = await client.as_admin().get("/reports/days?first=2001-01-01")
    assert long.json()["code"] == "period-too-long"
