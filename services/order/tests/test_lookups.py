"""Guests who look for an order: by number and e-mail address, then by the code that is sent there."""

from __future__ import annotations

import re
from typing import Any

import httpx

from kit.data.database import Database, PostgresStore
from souk_order.domain.lookups import typed_number
from souk_order.testing.requests import request
from testkit.clients import ServiceClient

EMAIL = "alice@example.com"  # of all quotes in tests


async def guests_order(client: ServiceClient, **headers: str) -> dict[str, Any]:
    headers = {"idempotency-key": "k" * 8, **headers}
    placed = await client.as_guest().post("/orders", json=await request(client), headers=headers)
    assert placed.status_code == 201, placed.text
    return placed.json()


async def asked(client: ServiceClient, number: str, email: str = EMAIL) -> tuple[httpx.Response, dict[str, str]]:
    answer = await client.as_anyone().post("/lookups", json={"number": number, "email": email})
    cookie = re.match(r"souk_lookup=([^;]+);", answer.headers.get("set-cookie", ""))
    return answer, {"cookie": f"souk_lookup={cookie[1]}"} if cookie else {}


async def sent_code(database: Database) -> str:
    facts = await PostgresStore(database).fetchval(
        "select facts from kit_mails where kind = 'order-lookup-code' order by id desc limit 1"
    )
    return facts["code"]


async def typed(client: ServiceClient, code: str, cookie: dict[str, str]) -> httpx.Response:
    return await client.as_anyone().post("/lookups/code", json={"code": code}, headers=cookie)


async def test_the_code_opens_that_order_once_in_the_browser_that_asked(
    client: ServiceClient, database: Database
) -> None:
    order = await guests_order(client)
    _, cookie = await asked(client, order["number"].lower().replace("-", " "), " ALICE@example.com ")
    _, others_cookie = await asked(client, order["number"], "mallory@example.com")
    code = await sent_code(database)

    assert (await typed(client, code, {})).status_code == 401
    assert (await typed(client, code, others_cookie)).status_code == 401
    opened = await typed(client, f"{code[:3]} {code[3:]}", cookie)

    assert opened.json()["number"] == order["number"]
    link = {"x-order-token": opened.json()["link_token"]}
    assert (await client.as_anyone().get(f"/orders/{order['id']}", headers=link)).status_code == 200
    assert (await typed(client, code, cookie)).status_code == 401


async def test_the_answer_is_the_same_whether_or_not_there_is_such_an_order(
    client: ServiceClient, database: Database
) -> None:
    order = await guests_order(client)
    known, _ = await asked(client, order["number"])
    others = [await asked(client, "SK-AAAA-BBBB"), await asked(client, order["number"], "mallory@example.com"),
              await asked(client, "no number at all")]  # fmt: skip

    for answer, cookie in others:
        assert (answer.status_code, answer.content) == (known.status_code, known.content) == (202, known.content)
        assert len(answer.headers["set-cookie"]) == len(known.headers["set-cookie"])
        assert (await typed(client, "000000", cookie)).status_code == 401
    assert await PostgresStore(database).fetchval("select count(*) from lookups") == 4
    mails = "select count(*) from kit_mails where kind = 'order-lookup-code'"
    assert await PostgresStore(database).fetchval(mails) == 1


async def test_an_accounts_order_is_opened_by_signing_in_alone(client: ServiceClient, database: Database) -> None:
    body = await request(client)
    order = (await client.as_customer().post("/orders", json=body, headers={"idempotency-key": "k" * 8})).json()

    answer, _ = await asked(client, order["number"])

    assert answer.status_code == 202
    assert await PostgresStore(database).fetchval("select order_id from lookups") is None


async def test_five_wrong_tries_are_all(client: ServiceClient, database: Database) -> None:
    order = await guests_order(client)
    _, cookie = await asked(client, order["number"])
    code = await sent_code(database)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    for _ in range(5):
        assert (await typed(client, wrong, cookie)).json()["type"].endswith("wrong-code")

    assert (await typed(client, code, cookie)).status_code == 401


async def test_nobody_fills_a_mailbox_with_codes(client: ServiceClient) -> None:
    order = await guests_order(client)

    answers = [(await asked(client, order["number"]))[0].status_code for _ in range(7)]

    assert answers == [202] * 6 + [429]


async def test_who_knows_a_number_alone_keeps_nobody_from_their_order(client: ServiceClient) -> None:
    order = await guests_order(client)
    for guess in range(7):
        await asked(client, order["number"], f"{guess}@example.com")

    assert (await asked(client, order["number"]))[0].status_code == 202


async def test_the_code_is_kept_as_a_hash_and_a_foreign_page_asks_for_none(
    client: ServiceClient, database: Database
) -> None:
    order = await guests_order(client)
    _, cookie = await asked(client, order["number"])
    row = await PostgresStore(database).fetchrow("select * from lookups")
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}

    assert row
    assert (await sent_code(database)).encode() not in row["code_hash"]
    assert cookie["cookie"].rpartition(".")[2].encode() not in row["browser_hash"]
    answer = await client.as_anyone().post("/lookups", json={"number": "x", "email": EMAIL}, headers=foreign)
    assert answer.status_code == 403


def test_a_number_is_read_as_people_type_it() -> None:
    assert {typed_number(text) for text in ("SK-7F3K-9QLM", "sk 7f3k 9qlm", "7F3K9QLM")} == {"SK-7F3K-9QLM"}
    assert typed_number("7F3K") == typed_number("") == ""


async def test_mails_are_in_the_language_of_the_page_and_a_code_in_that_where_it_is_typed(
    client: ServiceClient, database: Database
) -> None:
    order = await guests_order(client, **{"accept-language": "hi-IN"})
    wanted = {"number": order["number"], "email": EMAIL}
    for said in (b"ar-EG, en;q=0.5", b"tlh,../../x\t;q=1", "हिन्दी".encode()):
        await client.as_anyone().post("/lookups", json=wanted, headers={b"accept-language": said})

    rows = await PostgresStore(database).fetch("select kind, language from kit_mails order by id")

    assert sorted((row["kind"], row["language"]) for row in rows) == [
        ("order-lookup-code", "ar"),
        ("order-lookup-code", "en-IN"),
        ("order-lookup-code", "en-IN"),
        ("order-placed", "hi-IN"),
    ]
