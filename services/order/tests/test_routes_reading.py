"""Orders as their customers and guests get them over HTTP."""

from __future__ import annotations

from uuid import uuid4

from souk_order.testing.examples import ALICE
from souk_order.testing.requests import placed, request
from testkit.clients import ServiceClient


async def test_an_order_is_seen_by_its_customer_or_with_its_link_only(client: ServiceClient) -> None:
    order = (await placed(client, await request(client))).json()
    path, link = f"/orders/{order['id']}", {"x-order-token": order["link_token"]}

    assert (await client.as_customer(ALICE).get(path)).json()["link_token"] is None
    assert (await client.as_anyone().get(path, headers=link)).status_code == 200
    assert (await client.as_guest().get(path)).status_code == 404
    assert (await client.as_customer(uuid4()).get(path)).status_code == 404
    assert (await client.as_anyone().get(f"/orders/{uuid4()}", headers=link)).status_code == 404


async def test_who_has_the_order_already_gets_304(client: ServiceClient) -> None:
    order = (await placed(client, await request(client))).json()
    first = await client.as_customer(ALICE).get(f"/orders/{order['id']}")

    again = await client.as_customer(ALICE).get(
        f"/orders/{order['id']}", headers={"if-none-match": first.headers["etag"]}
    )

    assert again.status_code == 304


async def test_history_pages_by_cursor(client: ServiceClient) -> None:
    numbers = [(await placed(client, await request(client, None))).json()["number"] for _ in range(3)]
    alice = client.as_customer(ALICE)

    first = (await alice.get("/orders", params={"limit": 2})).json()
    rest = (await alice.get("/orders", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [order["number"] for order in first["items"] + rest["items"]] == numbers[::-1]
    assert rest["next_cursor"] is None
    assert (await client.as_customer(uuid4()).get("/orders")).json()["items"] == []
    assert (await alice.get("/orders", params={"cursor": "bm9uc2Vuc2U"})).status_code == 400


async def test_guests_have_no_history_and_strangers_place_nothing(client: ServiceClient) -> None:
    body = await request(client)

    assert (await client.as_guest().get("/orders")).status_code == 401
    assert (await client.as_anyone().post("/orders", json=body)).status_code == 401
    assert (await client.as_customer(ALICE).post("/orders", json=body)).status_code == 400
