"""Notices of what is back: asked by whom it concerns, told once, in turn, and forgotten."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.product import BackInStock
from kit.data.database import AlreadyDone
from kit.http.auth import Shopper
from kit.http.limits import TooMany
from souk_user.actions.deps import Deps
from souk_user.actions.notices import (
    Wanted,
    ask_notice,
    forget_old_notices,
    go_on_telling,
    stop_notices,
    take_back_notice,
)
from souk_user.adapters.shelves import ProductShelves
from souk_user.domain.devices import Client
from souk_user.domain.notices import (
    ANY,
    MOST_OF_AN_ADDRESS,
    MOST_WAITS,
    NoSuchNotices,
    NoticeLimits,
    Return,
    TooManyNotices,
    Waiting,
    WhereToWrite,
    back_in_stock,
)
from souk_user.events import tell_who_waits
from souk_user.testing.rows import an_account
from testkit.calls import FakeCalls
from testkit.clients import ServiceClient
from testkit.clock import ManualClock
from testkit.mail import rendered

INR_10 = {"amount": 1000, "currency": "INR"}
OFFER = {
    "sku": "MUG/L", "handle": "mug", "title": "A mug", "options": {}, "image": None, "price": INR_10,
    "compare_at": None, "stock": 3, "weight_grams": 300, "categories": [], "variant_id": str(uuid4()),
    "product_id": str(uuid4()),
}  # fmt: skip
MUG, HERE = uuid4(), Client("192.0.2.1")
PAUSE = timedelta(seconds=60)


class Shelf:
    """What product would say."""

    def __init__(self) -> None:
        self.is_empty = False

    async def has(self, sku: str) -> bool:
        return not self.is_empty


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def shop(real_deps: Deps, shelf: Shelf) -> Deps:
    limits = NoticeLimits(per_client=1000, at_once=3, pause=PAUSE)
    return replace(real_deps, shelves=shelf, notice_limits=limits)


def a_guest() -> Shopper:
    return Shopper(None, uuid4())


def a_return(sku: str = "MUG/L") -> BackInStock:
    return BackInStock(
        at=ManualClock().now(), product_id=MUG, handle="mug", title="A mug", sku=sku, options={"Size": "L"}
    )


async def asks(deps: Deps, shopper: Shopper, email: str | None = None, sku: str = ANY, product: UUID = MUG) -> int:
    return len(await ask_notice(deps, shopper, Wanted(product, sku, "mug", email), HERE))


async def hear(deps: Deps, event: BackInStock) -> None:
    with contextlib.suppress(AlreadyDone):  # which the consumer takes for success
        await tell_who_waits(event, deps)


async def written(deps: Deps) -> list[str]:
    notices: Any = deps.notices
    rows = await notices.fetch("select address from kit_mails where kind = 'back-in-stock' order by written_at, id")
    return [row["address"] for row in rows]


async def waiting(deps: Deps) -> int:
    notices: Any = deps.notices
    return await notices.fetchval("select count(*) from stock_waits")


async def test_who_waits_for_it_or_for_any_of_it_is_told_once_and_forgotten(shop: Deps) -> None:
    anna = await an_account(shop.users)
    customer, guest, other = Shopper(anna.id, None), a_guest(), a_guest()
    await asks(shop, customer)
    assert await asks(shop, customer, sku="MUG/L") == 2
    assert await asks(shop, customer, sku="MUG/L") == 2
    await asks(shop, guest, "gita@souk.example", "MUG/L")
    await asks(shop, other, "otto@souk.example", "MUG/S")

    event = a_return()
    await asyncio.gather(*(hear(shop, event) for _ in range(3)))
    await hear(shop, a_return())

    assert sorted(await written(shop)) == [anna.email, "gita@souk.example"]
    assert await waiting(shop) == 1
    assert await shop.notices.list_waits(guest.key) == []


async def test_many_are_told_in_the_order_in_which_they_asked_as_long_as_there_is_some(
    shop: Deps, shelf: Shelf, clock: ManualClock
) -> None:
    people = [f"guest-{n}@souk.example" for n in range(8)]
    for person in people:
        await asks(shop, a_guest(), person)

    await hear(shop, a_return())
    assert sorted(await written(shop)) == people[:3]
    await asyncio.gather(*(go_on_telling(shop) for _ in range(3)))
    assert len(await written(shop)) == 3  # not before its time
    clock.advance(seconds=61)
    await asyncio.gather(*(go_on_telling(shop) for _ in range(3)))
    assert sorted(await written(shop)) == people[:6]

    shelf.is_empty = True
    clock.advance(seconds=61)
    await go_on_telling(shop)
    shelf.is_empty = False
    clock.advance(seconds=61)
    await go_on_telling(shop)
    assert len(await written(shop)) == 6
    await hear(shop, a_return())
    assert sorted(await written(shop)) == people


async def test_what_is_gone_again_when_the_fact_arrives_is_told_to_nobody(shop: Deps, shelf: Shelf) -> None:
    await asks(shop, a_guest(), "gita@souk.example")
    shelf.is_empty = True

    await hear(shop, a_return())

    assert (await written(shop), await waiting(shop)) == ([], 1)


@pytest.mark.parametrize("purchasable", [True, False])
async def test_product_says_whether_there_is_some(real_deps: Deps, purchasable: bool) -> None:
    calls = FakeCalls()
    calls.on("product", "GET", "/offers", {"items": [{**OFFER, "purchasable": purchasable}]})

    assert await ProductShelves(calls).has("MUG/L") is purchasable


async def test_a_fact_that_ends_half_way_is_told_whole_when_it_comes_again(shop: Deps) -> None:
    await asks(shop, a_guest(), "gita@souk.example")
    event, notices = a_return(), shop.notices

    class Breaks(type(notices)):  # type: ignore[misc]
        async def end(self, back: object) -> None:
            raise ConnectionError("the database went away")

    broken: Any = Breaks(notices._database)  # type: ignore[attr-defined]
    with pytest.raises(ConnectionError):
        await tell_who_waits(event, replace(shop, notices=broken))
    assert (await written(shop), await waiting(shop)) == ([], 1)
    await hear(shop, event)

    assert (await written(shop), await waiting(shop)) == (["gita@souk.example"], 0)


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


async def test_a_closed_account_is_not_written_to(shop: Deps) -> None:
    anna = await an_account(shop.users)
    await asks(shop, Shopper(anna.id, None))
    notices: Any = shop.notices
    await notices.execute("update accounts set closed_at = now() where id = $1", anna.id)

    await hear(shop, a_return())

    assert (await written(shop), await waiting(shop)) == ([], 0)


async def test_nobody_asks_without_end(shop: Deps) -> None:
    guest, customer = a_guest(), Shopper(uuid4(), None)
    with pytest.raises(WhereToWrite):
        await asks(shop, guest)
    for _ in range(MOST_WAITS):
        await asks(shop, customer, product=uuid4())
    with pytest.raises(TooManyNotices):
        await asks(shop, customer)
    few = replace(shop, notice_limits=NoticeLimits(1, 3, PAUSE))

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
    guest = client.as_guest(uuid4())
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
    assert (await client.post("/stock-notices/stop", json={"token": "A" * 64})).status_code == 404


@pytest.mark.parametrize("body", [{}, {"handle": ""}, {"handle": "a", "sku": ""}, {"handle": "a", "email": "none"}])
async def test_what_makes_no_sense_is_refused(client: ServiceClient, body: dict[str, str]) -> None:
    assert (await client.as_guest().put(f"/stock-notices/{MUG}", json=body)).status_code == 400
