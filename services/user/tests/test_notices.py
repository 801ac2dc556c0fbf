"""Notices of what is back: asked by whom it concerns, taken along at login, and taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from kit.http.auth import Shopper
from kit.http.limits import TooMany
from souk_user.actions.deps import Deps
from souk_user.actions.notices import forget_old_notices, merge_notices, stop_notices, take_back_notice
from souk_user.domain.notices import (
    ANY,
    MOST_OF_AN_ADDRESS,
    MOST_WAITS,
    NoSuchNotices,
    Return,
    TooManyNotices,
    Wait,
    Waiting,
    WhereToWrite,
    back_in_stock,
)
from souk_user.testing.notices import MUG, a_guest, a_return, asks, hear, waiting, written
from souk_user.testing.rows import an_account
from testkit.clients import ServiceClient
from testkit.clock import ManualClock
from testkit.mail import rendered


async def test_a_strangers_address_brings_few_mails_and_none_once_its_owner_says_so(shop: Deps) -> None:
    stranger = "gita@souk.example"
    asked = await asyncio.gather(
        *(asks(shop, a_guest(), stranger, product=uuid4()) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(outcome, TooManyNotices) for outcome in asked) == 8 - MOST_OF_AN_ADDRESS
    notices: Any = shop.notices
    await notices.execute("update stock_waits set product_id = $1", MUG)
    await hear(shop, a_return())
    assert await written(shop) == [stranger]

    stop = await notices.fetchval("select facts ->> 'stop' from kit_mails")
    await stop_notices(shop, stop)
    await asks(shop, a_guest(), stranger)
    await hear(shop, a_return())

    assert await written(shop) == [stranger]
    assert await waiting(shop) == 0


@pytest.mark.parametrize("token", ["AAAA", "not base64", "A" * 64, ""])
async def test_a_made_up_link_stops_nothing(shop: Deps, token: str) -> None:
    with pytest.raises(NoSuchNotices):
        await stop_notices(shop, token)


async def test_nobody_asks_without_end(shop: Deps) -> None:
    guest, customer = a_guest(), Shopper(uuid4(), None)
    with pytest.raises(WhereToWrite):
        await asks(shop, guest)
    for _ in range(MOST_WAITS):
        await asks(shop, customer, product=uuid4())
    with pytest.raises(TooManyNotices):
        await asks(shop, customer)
    few = replace(shop, notice_limits=replace(shop.notice_limits, per_client=1))

    await asks(few, guest, "gita@souk.example")
    with pytest.raises(TooMany):
        await asks(few, guest, "otto@souk.example")


def test_the_mail_leads_to_what_is_back_and_a_guest_to_its_end() -> None:
    back = Return(uuid4(), MUG, "MUG/L 1", "mug", "A mug", {"Size": "L"})
    guest = Waiting("gita@souk.example", "", None, is_guest=True)

    said = rendered("user", back_in_stock(back, guest, "the-token"))
    to_customer = rendered("user", back_in_stock(back, replace(guest, name="Asha", is_guest=False), "the-token"))

    assert "A mug" in said.subject
    assert "/products/mug?variant=MUG/L%201" in said.text
    assert "/account/notices#the-token" in said.text
    assert "the-token" not in to_customer.text


async def test_what_is_asked_ends_when_it_is_taken_back_or_after_half_a_year(shop: Deps, clock: ManualClock) -> None:
    guest = a_guest()
    await asks(shop, guest, "gita@souk.example", "MUG/L")
    await asks(shop, guest, "gita@souk.example")

    assert [wait.sku for wait in await take_back_notice(shop, guest, MUG, "MUG/L")] == [ANY]
    clock.advance(days=181)
    await forget_old_notices(shop)

    assert await waiting(shop) == 0


async def test_over_http_a_notice_is_its_shoppers_alone(client: ServiceClient) -> None:
    guest_id = uuid4()
    guest = client.as_guest(guest_id)
    asked = {"handle": "mug", "sku": "MUG/L", "email": "gita@souk.example"}

    answer = await guest.put(f"/stock-notices/{MUG}", json=asked)

    assert [(each["product_id"], each["sku"]) for each in answer.json()["items"]] == [(str(MUG), "MUG/L")]
    assert (await guest.get("/stock-notices")).json() == answer.json()
    assert (await client.as_guest().get("/stock-notices")).json()["items"] == []
    refused = await guest.put(f"/stock-notices/{MUG}", json={"handle": "mug"})
    assert (refused.status_code, refused.json()["code"]) == (422, "where-to-write")
    customer = client.as_customer(uuid4())
    assert [
        each["sku"] for each in (await customer.put(f"/stock-notices/{MUG}", json={"handle": "mug"})).json()["items"]
    ] == [None]
    assert (await guest.delete(f"/stock-notices/{MUG}", params={"sku": "MUG/L"})).json()["items"] == []
    await guest.put(f"/stock-notices/{MUG}", json=asked)
    entered = client.as_customer(uuid4(), guest_id=guest_id)
    assert [each["sku"] for each in (await entered.post("/stock-notices/merge")).json()["items"]] == ["MUG/L"]
    assert (await guest.post("/stock-notices/merge")).status_code == 401
    assert (await client.post("/stock-notices/stop", json={"token": "A" * 64})).status_code == 404


@pytest.mark.parametrize("body", [{}, {"handle": ""}, {"handle": "a", "sku": ""}, {"handle": "a", "email": "none"}])
async def test_what_makes_no_sense_is_refused(client: ServiceClient, body: dict[str, str]) -> None:
    assert (await client.as_guest().put(f"/stock-notices/{MUG}", json=body)).status_code == 400


async def list_all(deps: Deps, *shoppers: Shopper) -> list[Wait]:
    waits = [wait for shopper in shoppers for wait in await deps.notices.list_waits(shopper.key)]
    return sorted(waits, key=lambda wait: wait.id, reverse=True)


async def test_after_login_what_the_guest_waits_for_is_the_accounts_and_keeps_its_turn(shop: Deps) -> None:
    anna = await an_account(shop.users)
    customer, guest = Shopper(anna.id, None), a_guest()
    other, lamp = uuid4(), uuid4()
    await asks(shop, guest, "gita@souk.example", "MUG/L")
    await asks(shop, customer, sku="MUG/L")
    await asks(shop, customer, product=other)
    await asks(shop, guest, "gita@souk.example", product=other)
    await asks(shop, guest, "gita@souk.example", product=lamp)
    asked_first = {(wait.product_id, wait.sku): wait.id for wait in await list_all(shop, guest, customer)}

    merges = [merge_notices(shop, anna.id, guest.guest_id) for _ in range(3)]
    merged = (await asyncio.gather(*merges))[0]

    assert {(wait.product_id, wait.sku): wait.id for wait in merged} == asked_first
    assert len(merged) == 3
    assert await shop.notices.list_waits(guest.key) == []
    await hear(shop, a_return())
    assert await written(shop) == [anna.email]


async def test_what_an_account_has_no_room_for_stays_the_guests(shop: Deps) -> None:
    customer_id, guest = uuid4(), a_guest()
    customer = Shopper(customer_id, None)
    for _ in range(MOST_WAITS - 1):
        await asks(shop, customer, product=uuid4())
    products = [uuid4(), uuid4()]
    for product in products:
        await asks(shop, guest, "gita@souk.example", product=product)

    merged = await merge_notices(shop, customer_id, guest.guest_id)

    assert len(merged) == MOST_WAITS
    assert [wait.product_id for wait in await shop.notices.list_waits(guest.key)] == products[:1]
