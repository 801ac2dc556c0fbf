from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from route_examples import CHOICE, add, inr

from souk_cart.actions.coupons import TRIES_PER_ADDRESS, TRIES_PER_SHOPPER
from souk_cart.actions.seeding import bring
from souk_cart.commands.seed import read_seed
from souk_cart.storage.promotions import PostgresPromotions
from testkit.audits import audited
from testkit.clients import Caller, ServiceClient

TEN = {"name": "Ten percent off", "code": " ten ", "gives": {"kind": "percent", "basis_points": 1000}}


@pytest.fixture
def guest(client: ServiceClient) -> Caller:
    return client.as_guest()


async def has(client: ServiceClient, **rule: Any) -> dict[str, Any]:
    answer = await client.as_admin().post("/editor/promotions", json={**TEN, **rule})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def enters(shopper: Caller, code: str) -> Any:
    return await shopper.post("/cart/coupons", json={"code": code})


async def test_a_code_gives_what_it_says_and_the_total_says_so(client: ServiceClient, guest: Caller) -> None:
    ten = await has(client)
    await add(guest)

    bag = (await enters(guest, "ten")).json()
    again = (await enters(guest, "TEN")).json()
    removed = (await guest.post("/cart/coupons/removals", json={"code": "Ten"})).json()

    assert bag["coupons"] == [{"code": "TEN", "name": "Ten percent off", "problem": None, "missing": None}]
    assert bag["totals"]["discounts"] == [
        {
            "promotion_id": ten["id"], "name": "Ten percent off", "code": "TEN", "applies_to": "goods",
            "amount": inr(4000),
        }
    ]  # fmt: skip
    assert (bag["totals"]["discount"], bag["totals"]["total"]) == (inr(4000), inr(40900))
    assert bag["lines"][0]["discount"] == inr(4000)
    assert (await guest.get("/cart")).json()["totals"] == removed["totals"] != again["totals"] == bag["totals"]
    assert removed["coupons"] == []


async def test_a_code_that_gives_nothing_is_refused_with_its_reason_and_not_kept(
    client: ServiceClient, guest: Caller
) -> None:
    await has(client, minimum=50000)
    await add(guest)

    unknown, too_little = await enters(guest, "NOPE"), await enters(guest, "TEN")

    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:souk:coupon-unknown")
    assert (too_little.status_code, too_little.json()["type"]) == (422, "urn:souk:coupon-minimum-not-met")
    assert too_little.json()["facts"] == {"coupon": "TEN", "missing": inr(10000)}
    assert (await guest.get("/cart")).json()["coupons"] == []


async def test_guessing_is_held_up_for_a_shopper_and_for_an_address(client: ServiceClient, guest: Caller) -> None:
    tries = [(await enters(guest, f"TRY{number}")).status_code for number in range(TRIES_PER_SHOPPER + 1)]
    others = [
        (await enters(client.as_guest(), "TRY")).status_code for _ in range(TRIES_PER_ADDRESS - TRIES_PER_SHOPPER + 1)
    ]

    assert tries == [404] * TRIES_PER_SHOPPER + [429]
    assert others == [404] * (TRIES_PER_ADDRESS - TRIES_PER_SHOPPER) + [429]


async def test_a_quote_names_what_the_order_must_claim_and_the_claim_is_made_once(client: ServiceClient) -> None:
    ten = await has(client, limit=1)
    shoppers = [uuid4(), uuid4()]
    checkouts: list[str] = []
    for guest_id in shoppers:
        guest = client.as_guest(guest_id)
        await add(guest)
        assert (await enters(guest, "TEN")).status_code == 200
        chosen = (await guest.put("/checkout", json=CHOICE)).json()
        assert (chosen["totals"]["discount"], chosen["totals"]["total"]) == (inr(4000), inr(41900))
        checkouts.append(chosen["id"])
    order = client.as_service("order", on_behalf_of=client.guest(shoppers[0]))

    quote = (await order.get(f"/checkouts/{checkouts[0]}/quote")).json()
    wanted = [{"id": discount["promotion_id"], "amount": 4000} for discount in quote["discounts"]]
    first = {"order_id": str(uuid4()), "promotions": wanted}
    told = [await order.post(f"/checkouts/{checkouts[0]}/claims", json=first) for _ in range(2)]
    other = {"order_id": str(uuid4()), "promotions": wanted}
    refused = await order.post(f"/checkouts/{checkouts[1]}/claims", json=other)

    assert [discount["is_limited"] for discount in quote["discounts"]] == [True]
    assert quote["totals"]["discount"] == quote["lines"][0]["discount"] == inr(4000)
    assert [answer.status_code for answer in told] == [204, 204]
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:souk:coupon-used-up")
    shown = (await client.as_guest(shoppers[1]).get("/checkout")).json()
    assert (shown["cart"]["coupons"][0]["problem"], shown["totals"]["total"]) == ("used_up", inr(45900))
    kept = (await client.as_admin().get(f"/editor/promotions/{ten['id']}")).json()
    assert (kept["uses"], kept["given"]) == (1, 4000)


async def test_editors_change_pause_and_list_promotions_and_nobody_else_does(
    client: ServiceClient, guest: Caller
) -> None:
    ten = await has(client, categories=["tea"], limit_per_shopper=1)
    other = await has(client, code=None, gives={"kind": "buy_get", "buy": 2, "get": 1})
    admin = client.as_admin()
    changed = {**TEN, "gives": {"kind": "amount", "amount": 500}, "is_paused": True, "version": 1}

    paused = await admin.put(f"/editor/promotions/{ten['id']}", json=changed)
    stale = await admin.put(f"/editor/promotions/{ten['id']}", json=changed)
    first = (await admin.get("/editor/promotions?limit=1")).json()
    second = (await admin.get(f"/editor/promotions?limit=1&cursor={first['next_cursor']}")).json()

    assert (paused.json()["is_paused"], paused.json()["version"], paused.json()["categories"]) == (True, 2, [])
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:souk:promotion-changed")
    assert {item["id"] for page in (first, second) for item in page["items"]} == {ten["id"], other["id"]}
    assert second["next_cursor"] is None
    changes = [("add_promotion", ten["id"]), ("add_promotion", other["id"]), ("change_promotion", ten["id"])]
    assert await audited(client) == [(action, {"promotion_id": kept}) for action, kept in changes]
    for caller in (guest, client.as_customer(), client.as_seller(), client.as_anyone()):
        assert (await caller.get("/editor/promotions")).status_code in (401, 403)
        assert (await caller.post("/editor/promotions", json=TEN)).status_code in (401, 403)


@pytest.mark.parametrize(
    "rule",
    [
        {"gives": {"kind": "percent", "basis_points": 10001}},
        {"gives": {"kind": "gift"}},
        {"code": "A"},
        {"starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z"},
        {"ends_at": "2026-01-02T00:00:00"},
        {"limit": 0},
    ],
)
async def test_a_promotion_that_means_nothing_is_refused(client: ServiceClient, rule: dict[str, Any]) -> None:
    answer = await client.as_admin().post("/editor/promotions", json={**TEN, **rule})

    assert answer.status_code == 400


async def test_an_empty_shop_opens_with_promotions_and_keeps_what_became_of_them(database_of: Any) -> None:
    promotions = PostgresPromotions(await database_of("cart"))

    said = [await bring(promotions, read_seed()) for _ in range(2)]

    assert said == ["3 promotions", "its promotions are there already"]
    assert {each.promotion.code for each in await promotions.list_promotions(None, 9)} == {
        "WELCOME10",
        "FREESHIP",
        None,
    }
