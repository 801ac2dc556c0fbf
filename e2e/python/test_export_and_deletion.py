"""Somebody does all that a customer can do, gets a copy of it, leaves, and is nowhere any more.

What may stay is what decision 29 lists; everything else is searched: each table of each database, the broker's streams,
media and attachments on disk, and the logs.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from nats.js.errors import NotFoundError
from PIL import Image

from e2e.python.running_shop import Guest, RunningShop
from local.nats import connect_as_launcher
from testkit.broker import LAUNCHER_PASSWORD
from testkit.waiting import until

PASSWORD = "korb-9-regen"  # noqa: S105 (made up)
PDF = b"%PDF-1.4 a receipt of Zephyrine Quuxworth"
# Table, and which of the strings it may still have: decision 29 says why and for how long.
KEPT = {
    ("order", "orders"): {"name", "street"},  # the books: an invoice names its recipient and where they are
    ("order", "invoices"): {"name", "street"},
    ("reviews", "reviews"): {"opinion"},  # said in public, by "A former customer" now
    ("user", "kit_mails"): {"name", "email"},  # the last mail, until it is sent
}
# What was announced is forgotten by age: by the streams after 7 days, by who announced it after 8.
ANNOUNCED = "kit_announced"
KEPT_IN_STREAMS = {"order.placed.v1": {"name", "street", "phone", "id"}, "user.signed-up.v1": {"id"}}


@dataclass(frozen=True)
class Person:
    """Whose strings nobody else has."""

    id: UUID
    email: str
    shopper: Guest

    @property
    def strings(self) -> dict[str, str]:
        return {
            "id": str(self.id),
            "email": self.email,
            "name": "Zephyrine Quuxworth",
            "phone": "98000 77123",
            "street": "77 Xylotomy Lane",
            "opinion": "Vellichor in a box",
            "question": "Where is my borborygmus",
        }

    async def call(self, service: str, method: str, path: str, **options: Any) -> Any:
        answer = await self.shopper.call(service, method, path, **options)
        assert answer.status_code < 300, (path, answer.text)
        return answer.json() if "json" in answer.headers.get("content-type", "") else answer


async def signed_up(shop: RunningShop) -> Person:
    email = f"zephyrine.{uuid4()}@quux.example"
    account = {"name": "Zephyrine Quuxworth", "email": email, "password": PASSWORD}
    made = await Guest(shop, {}).types_code(await Guest(shop, {}).signs_up(account))
    account_id = UUID(made.json()["id"])
    return Person(account_id, email, shop.customer(account_id))


async def places_an_order(shop: RunningShop, person: Person, sku: str) -> dict[str, Any]:
    contact = {"email": person.email, "phone": "+91 98000 77123", "name": "Zephyrine Quuxworth"}
    address = {
        "name": "Zephyrine Quuxworth", "phone": "+91 98000 77123", "line1": "77 Xylotomy Lane", "city": "Bengaluru",
        "state": "Karnataka", "postal_code": "560001", "country": "IN",
    }  # fmt: skip
    await person.call("user", "POST", "/me/addresses", json={**address, "is_default": True})
    await person.call("cart", "POST", "/cart/items", json={"sku": sku, "quantity": 1}, headers=a_key())
    checkout = await person.call("cart", "PUT", "/checkout", json={"contact": contact, "address": address})
    placed = await person.shopper.orders(checkout, await person.shopper.card(), str(uuid4()))
    assert placed.status_code == 201, placed.text
    return placed.json()


async def does_all_there_is(shop: RunningShop, person: Person, order: dict[str, Any], sku: str) -> None:
    """Once the goods have come."""
    handle, product_id = order["lines"][0]["handle"], uuid4()
    await shop.until(
        "reviews",
        f"select count(*) from purchases p join deliveries using (order_id) where p.order_id = '{order['id']}'",
        1,
    )
    shown, _ = [await uploads_a_photo(person, handle) for _ in range(2)]
    opinion = {"stars": 5, "title": "Vellichor in a box", "body": "I like it.", "author_name": "Zephyrine Quuxworth"}
    review = await person.call("reviews", "PUT", f"/me/reviews/{handle}", json={**opinion, "photos": [{"id": shown}]})
    decision = {"state": "published", "version": 1}
    decided = await shop.admin().call("reviews", "PUT", f"/moderation/reviews/{review['id']}/decision", json=decision)
    assert decided.status_code == 200, decided.text
    await person.call("user", "PUT", f"/wishlist/{product_id}", json={"handle": handle})
    await person.call("user", "PUT", f"/stock-notices/{product_id}", json={"handle": handle})
    await person.call("cart", "POST", "/cart/items", json={"sku": sku, "quantity": 1}, headers=a_key())
    await person.call("cart", "POST", "/cart/saved", json={"sku": sku})
    sent = {"content": PDF, "headers": {"content-type": "application/pdf"}}
    file = await person.call("support", "POST", "/attachments?name=receipt.pdf", **sent)
    question = {
        "name": "Zephyrine Quuxworth", "email": person.email, "subject": "Where is my borborygmus",
        "text": "Zephyrine Quuxworth asks.", "order": {"id": order["id"]}, "attachments": [file["id"]],
    }  # fmt: skip
    await person.call("support", "POST", "/tickets", json=question, headers=a_key())
    await person.call("support", "POST", "/attachments?name=never-sent.pdf", **sent)


async def uploads_a_photo(person: Person, handle: str) -> str:
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), (184, 98, 10)).save(picture, "PNG")
    sent = {"content": picture.getvalue(), "headers": {"content-type": "image/png"}}
    return (await person.call("reviews", "POST", f"/me/review-photos?handle={handle}", **sent))["id"]


async def copy_of_everything(person: Person) -> zipfile.ZipFile:
    await person.call("user", "POST", "/me/export", json={"password": PASSWORD})
    latest = dict[str, Any]()

    async def is_ready() -> bool:
        latest.update((await person.call("user", "GET", "/me/export"))["export"])
        return latest["ready_at"] is not None

    await until(is_ready)
    assert latest["answered"] == latest["services"]
    document = await person.call("user", "GET", f"/me/exports/{latest['id']}/document")
    assert document.headers["cache-control"] == "private, no-store"
    assert document.headers["content-disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(document.content))


async def leaves(shop: RunningShop, person: Person) -> None:
    asked = await person.shopper.call("user", "POST", "/me/deletion/code", json={"password": PASSWORD})
    assert asked.status_code == 202, asked.text
    ticket = asked.headers["set-cookie"].partition(";")[0]
    code_id = UUID(ticket.partition("=")[2].partition(".")[0])
    code = await shop.sql("user", "select facts ->> 'code' from kit_mails where id = $1", code_id)
    gone = await person.shopper.call("user", "POST", "/me/deletion", json={"code": code}, headers={"cookie": ticket})
    assert gone.status_code == 204, gone.text


async def test_who_leaves_has_a_copy_of_everything_and_is_nowhere_any_more(open_shop: RunningShop) -> None:
    shop = open_shop
    person, sku = await signed_up(shop), await shop.has_stock(50)
    order = await places_an_order(shop, person, sku)
    refused = await person.shopper.call("user", "POST", "/me/deletion/code", json={"password": PASSWORD})
    if refused.status_code == 409:  # unless the carrier was quicker
        assert refused.json()["facts"]["items"][0]["number"] == order["number"]
    await shop.until("order", f"select state from orders where id = '{order['id']}'", "delivered")
    await does_all_there_is(shop, person, order, sku)

    archive = await copy_of_everything(person)
    await leaves(shop, person)
    await shop.until("user", f"select count(*) from accounts where id = '{person.id}'", 0)

    whole = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))
    assert [what for what, text in person.strings.items() if text not in whole] == []
    files = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    assert sorted(data[:4] for data in files) == [b"%PDF", b"%PDF", b"RIFF", b"RIFF"]
    assert {data for data in files if data.startswith(b"%PDF")} == {PDF}
    assert photos_in(shop) == []
    assert await in_databases(shop, person) == {}
    assert await in_streams(shop, person) == {}
    assert await in_what_was_announced(shop, person) == {}
    assert in_files(shop, person) == []
    await nothing_opens_any_more(shop, person, order)


async def nothing_opens_any_more(shop: RunningShop, person: Person, order: dict[str, Any]) -> None:
    again = {"email": person.email, "password": PASSWORD}
    assert (await Guest(shop, {}).call("user", "POST", "/auth/customer/login", json=again)).status_code == 401
    assert (await person.shopper.call("user", "GET", "/me")).status_code == 404
    link = Guest(shop, {"x-order-token": order["link_token"]})
    assert (await link.call("order", "GET", f"/orders/{order['id']}")).status_code == 404
    assert (await link.call("logistics", "GET", f"/orders/{order['id']}/shipments")).json()["items"] == []


async def in_databases(shop: RunningShop, person: Person) -> dict[tuple[str, str], set[str]]:
    """Where something of them is that may not be: as text, in JSON, or as bytes."""
    found = dict[tuple[str, str], set[str]]()
    for service, clone in shop.databases.items():
        connection = await asyncpg.connect(clone.owner_url)
        try:
            tables = await connection.fetch(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"  # noqa: E501
            )
            for (table,) in tables:
                if table == ANNOUNCED:
                    continue
                for what, text in person.strings.items():
                    seen = await connection.fetchval(
                        f"""select exists (select from "{table}" t where position(lower($1) in lower(t::text)) > 0
                                           or position($2 in t::text) > 0)""",
                        *(text, text.encode().hex()),
                    )
                    if seen and what not in KEPT.get((service, table), set()):
                        found.setdefault((service, table), set()).add(what)
        finally:
            await connection.close()
    return found


async def in_streams(shop: RunningShop, person: Person) -> dict[str, set[str]]:
    found = dict[str, set[str]]()
    client = await connect_as_launcher(shop.env["SOUK_NATS_URL"], LAUNCHER_PASSWORD)
    try:
        manager = client.jsm()
        for info in await manager.streams_info():
            assert info.config.name
            for sequence in range(max(1, info.state.first_seq), info.state.last_seq + 1):
                try:
                    message = await manager.get_msg(info.config.name, sequence)
                except NotFoundError:
                    continue
                says_too_much(person, str(message.subject), (message.data or b"").decode(), found)
    finally:
        await client.close()
    return found


async def in_what_was_announced(shop: RunningShop, person: Person) -> dict[str, set[str]]:
    """It may say what the streams may, and no more."""
    found = dict[str, set[str]]()
    for clone in shop.databases.values():
        connection = await asyncpg.connect(clone.owner_url)
        try:
            for subject, body in await connection.fetch(f"select subject, body from {ANNOUNCED}"):
                says_too_much(person, subject, body, found)
        finally:
            await connection.close()
    return found


def says_too_much(person: Person, subject: str, body: str, found: dict[str, set[str]]) -> None:
    seen = {what for what, text in person.strings.items() if text.lower() in body.lower()}
    if over := seen - KEPT_IN_STREAMS.get(subject, set()):
        found.setdefault(subject, set()).update(over)


def photos_in(shop: RunningShop) -> list[Path]:
    return [path for path in Path(shop.env["SOUK_MEDIA_DIR"]).rglob("reviews/*") if path.is_file()]


def in_files(shop: RunningShop, person: Person) -> list[Path]:
    """Logs, media, whatever services wrote."""
    pattern = re.compile("|".join(re.escape(text) for text in person.strings.values()).encode(), re.IGNORECASE)
    written = (path for path in shop.log.parent.rglob("*") if path.is_file() and "nats" not in path.parts)
    return [path for path in written if pattern.search(path.read_bytes())]


def a_key() -> dict[str, str]:
    return {"idempotency-key": str(uuid4())}
