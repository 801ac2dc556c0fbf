"""What belongs to one shopper is nobody else's, whatever they send."""

from __future__ import annotations

import base64
import hmac
import json
from typing import Any
from uuid import UUID, uuid4

from e2e.python.running_shop import ADDRESS, Guest, RunningShop
from kit.http.tokens import SigningKey

HOME = {**ADDRESS, "line2": "", "is_default": True}


async def test_an_order_is_seen_by_its_link_and_its_customer_alone(open_shop: RunningShop) -> None:
    shop = open_shop
    sku = await shop.has_stock(20)
    guest, customer_id = shop.guest(), uuid4()
    customer = shop.customer(customer_id)
    by_guest, by_customer = await bought(guest, sku), await bought(customer, sku)
    theirs = f"order_id in ('{by_guest['id']}', '{by_customer['id']}')"
    await shop.until("logistics", f"select count(*) from shipments where {theirs}", 2)
    link, foreign_link = ({"x-order-token": order["link_token"]} for order in (by_guest, by_customer))
    strangers = {
        "anyone": Guest(shop, {}),
        "the guest without the link": guest,
        "another guest": shop.guest(),
        "another customer": shop.customer(),
        "a customer with the guest's cookie": shop.customer(was=guest),
        "the link of another order": Guest(shop, foreign_link),
        "half a link": Guest(shop, {"x-order-token": by_guest["link_token"][:-1]}),
        "an admin": shop.admin(),
    }

    unknown = (await Guest(shop, link).call("order", "GET", f"/orders/{uuid4()}")).json()
    for who, stranger in strangers.items():
        seen = await stranger.call("order", "GET", f"/orders/{by_guest['id']}")
        parcels = await stranger.call("logistics", "GET", f"/orders/{by_guest['id']}/shipments")
        said = await stranger.call("order", "POST", f"/orders/{by_guest['id']}/challenge", json={"answer": "approve"})
        assert (seen.status_code, said.status_code) in {(404, 404), (403, 403)}, (who, seen.text)
        if seen.status_code == 404:
            assert seen.json()["cause"] == unknown["cause"], who
        assert parcels.status_code == 403 or parcels.json()["items"] == [], who

    for reader, order in ((Guest(shop, link), by_guest), (shop.customer(customer_id), by_customer)):
        assert (await reader.call("order", "GET", f"/orders/{order['id']}")).json()["number"] == order["number"]
        assert (await reader.call("logistics", "GET", f"/orders/{order['id']}/shipments")).json()["items"]
    listed = (await shop.customer(customer_id).call("order", "GET", "/orders")).json()["items"]
    assert [order["id"] for order in listed] == [by_customer["id"]]
    assert (await shop.customer().call("order", "GET", "/orders")).json()["items"] == []


async def test_a_bag_and_its_checkout_are_their_owners_alone(open_shop: RunningShop) -> None:
    shop = open_shop
    sku = await shop.has_stock(20)
    guest, stranger = shop.guest(), shop.guest()
    checkout = await guest.fills_bag(sku)

    assert (await stranger.call("cart", "GET", "/cart")).json()["lines"] == []
    assert (await stranger.call("cart", "GET", "/checkout")).status_code == 404
    stolen = await stranger.orders(checkout, await stranger.card(), "not-my-checkout")
    assert (stolen.status_code, "Asha" in stolen.text) == (404, False)
    # An answer that is kept for a key belongs to who got it.
    key = "the-very-same-key"
    assert (await guest.orders(checkout, await guest.card(), key)).status_code == 201
    assert (await stranger.orders(checkout, await stranger.card(), key)).status_code == 404


async def test_a_profile_and_its_addresses_are_their_customers_alone(open_shop: RunningShop) -> None:
    shop = open_shop
    asha, eve = await signed_up(shop, "Asha"), await signed_up(shop, "Eve")
    home = (await asha.call("user", "POST", "/me/addresses", json=HOME)).json()["id"]

    assert (await eve.call("user", "GET", "/me/addresses")).json()["items"] == []
    assert (await eve.call("user", "PUT", f"/me/addresses/{home}", json=HOME)).status_code == 404
    await eve.call("user", "DELETE", f"/me/addresses/{home}")  # an address that is not there may be removed
    assert (await asha.call("user", "GET", "/me/addresses")).json()["items"][0]["id"] == home


async def test_an_identity_that_nobody_signed_opens_nothing(open_shop: RunningShop) -> None:
    shop = open_shop
    foreign, guest = SigningKey.generate(), shop.signing.guest(uuid4())
    for value in (str(uuid4()), foreign.guest(uuid4()), f"{uuid4()}.{guest.partition('.')[2]}", guest.upper()):
        assert (await Guest(shop, {"x-guest-id": value}).call("cart", "GET", "/cart")).status_code == 401
    for algorithm in ("none", "HS256"):
        token = forged(shop, algorithm)
        assert (await Guest(shop, {"authorization": f"Bearer {token}"}).call("user", "GET", "/me")).status_code == 401
        by_cookie = Guest(shop, {"cookie": f"souk_access_customer={token}"})
        assert (await by_cookie.call("cart", "GET", "/cart")).status_code == 401
    admins = shop.admin().headers["authorization"].removeprefix("Bearer ")
    dressed_up = Guest(shop, {"cookie": f"souk_access_customer={admins}"})
    assert (await dressed_up.call("cart", "GET", "/cart")).status_code == 401
    for shopper in (shop.customer(), shop.guest(), Guest(shop, {})):
        refused = await shopper.call("product", "PATCH", "/variants/ANY", json={"stock": 1})
        assert refused.status_code in {401, 403}


async def bought(shopper: Guest, sku: str) -> dict[str, Any]:
    placed = await shopper.orders(await shopper.fills_bag(sku), await shopper.card(), str(uuid4()))
    assert placed.status_code == 201, placed.text
    return placed.json()


async def signed_up(shop: RunningShop, name: str) -> Guest:
    account = {"email": f"{name.lower()}-{uuid4()}@example.com", "password": "korb-9-regen"}
    made = await Guest(shop, {}).types_code(await Guest(shop, {}).signs_up({"name": name, **account}))
    return shop.customer(UUID(made.json()["id"]))


def forged(shop: RunningShop, algorithm: str) -> str:
    """Signed with nothing, or with the public key as if it were a shared secret."""

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    claims = {"sub": str(uuid4()), "typ": "customer", "sid": str(uuid4()), "iss": "souk", "exp": 4102444800}
    header = {"alg": algorithm, "typ": "JWT", "kid": shop.signing.kid}
    signed = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    public = shop.signing.jwks()["keys"][0]["x"].encode()
    return f"{signed}.{part(hmac.digest(public, signed.encode(), 'sha256')) if algorithm != 'none' else ''}"
