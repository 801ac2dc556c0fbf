from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest_asyncio
from logistics_examples import ALICE, MORNING, TOKEN, a_placed_order, due

from souk_logistics.actions.parcels import ship
from souk_logistics.app import build
from souk_logistics.domain.shipments import set_aside
from souk_logistics.settings import Settings
from testkit.statements import CountedDatabase

if TYPE_CHECKING:
    from kit.data.database import Database
    from testkit.clients import ServiceClient
    from testkit.plugin import MakeServiceClient

PARCEL = {
    "country": "IN",
    "postal_code": "570001",
    "weight_grams": 1500,
    "subtotal": {"amount": 50000, "currency": "INR"},
}


@pytest_asyncio.fixture
async def client(service_client: MakeServiceClient, database: Database) -> ServiceClient:
    return await service_client(build, Settings, database=database)


async def test_anyone_asks_when_a_parcel_would_arrive_and_the_answer_may_be_cached(client: ServiceClient) -> None:
    answer = await client.get("/serviceability/570001")

    body = answer.json()
    assert (body["place"], body["state"], body["serviceable"]) == ("Mysore", "Karnataka", True)
    assert body["options"][0]["charge"] == {"amount": 5900, "currency": "INR"}
    assert "s-maxage" in answer.headers["cache-control"]


async def test_a_code_that_does_not_exist_is_a_404_and_a_malformed_one_a_400(client: ServiceClient) -> None:
    assert (await client.get("/serviceability/999999")).status_code == 404
    assert (await client.get("/serviceability/12")).status_code == 400
    assert (await client.get("/serviceability/570001?country=XX")).status_code == 404
    assert (await client.get("/serviceability/570001?country=india")).status_code in {400, 422}
    assert (await client.get("/serviceability/" + "5" * 500)).status_code in {400, 422}


async def test_only_the_cart_asks_for_a_quote(client: ServiceClient) -> None:
    assert (await client.post("/quotes", json=PARCEL)).status_code == 401
    assert (await client.as_customer().post("/quotes", json=PARCEL)).status_code in {401, 403}

    quote = (await client.as_service("cart").post("/quotes", json=PARCEL)).json()

    assert quote["serviceable"]
    assert [option["code"] for option in quote["options"]] == ["standard", "express"]
    assert quote["options"][0]["charge"]["amount"] == 10900


async def test_a_quote_is_one_statement(service_client: MakeServiceClient, database: Database) -> None:
    async with CountedDatabase(database.url) as counted:
        cart = (await service_client(build, Settings, database=counted)).as_service("cart")

        await cart.post("/quotes", json=PARCEL)

    assert [sql.split()[0] for sql in counted.sent] == ["select"]


async def test_charges_are_in_the_currency_of_the_shop(service_client: MakeServiceClient, database: Database) -> None:
    in_euros = await service_client(build, Settings, database=database, settings={"currency": "EUR"})

    covered = (await in_euros.get("/serviceability/570001")).json()
    refused = await in_euros.as_service("cart").post("/quotes", json=PARCEL)

    assert {option["charge"]["currency"] for option in covered["options"]} == {"EUR"}
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:souk:other-currency")


async def test_a_bad_quote_is_refused_field_by_field(client: ServiceClient) -> None:
    answer = await client.as_service("cart").post("/quotes", json={**PARCEL, "weight_grams": -1, "country": "india"})

    assert answer.status_code in {400, 422}
    assert {error["field"] for error in answer.json()["errors"]} == {"weight_grams", "country"}


async def test_a_parcel_is_shown_to_its_owner_or_by_its_link_and_else_there_is_none(client: ServiceClient) -> None:
    order = a_placed_order()
    await ship(client.deps, [order])
    path = f"/orders/{order.order_id}/shipments"

    shown = await client.as_customer(ALICE).get(path)
    by_link = await client.get(path, headers={"x-order-token": TOKEN})

    assert shown.json()["items"][0]["state"] == "created"
    assert by_link.json() == shown.json()
    unknown = await client.as_customer(ALICE).get(f"/orders/{uuid4()}/shipments")
    for refused in (
        await client.get(path),
        await client.as_customer(uuid4()).get(path),
        await client.as_guest().get(path, headers={"x-order-token": "guessed"}),
    ):
        assert (refused.status_code, refused.json()) == (unknown.status_code, unknown.json()) == (200, {"items": []})


async def test_parcels_that_are_set_aside_show_in_the_services_health(client: ServiceClient) -> None:
    fine = (await client.get("/health")).json()
    order = a_placed_order()
    await ship(client.deps, [order])
    parcel = await client.deps.shipments.find_of_order(order.order_id)
    await client.deps.shipments.save_problem(set_aside(due(parcel), "502 Bad Gateway", MORNING))

    ailing = await client.get("/health")

    assert fine["checks"]["parcels"]["set_aside"] == 0
    assert (ailing.status_code, ailing.json()["status"]) == (200, "degraded")
    assert ailing.json()["checks"]["parcels"]["set_aside"] == 1


async def test_the_order_service_alone_stops_a_parcel(client: ServiceClient) -> None:
    path = f"/orders/{uuid4()}/stop"

    assert (await client.as_customer().post(path)).status_code == 401
    assert [(await client.as_service("order").post(path)).status_code for _ in range(2)] == [204, 204]
