from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import pytest_asyncio
from PIL import Image
from reviews_examples import ALICE, KILN, MORNING, MUG, a_buyer, an_order, sold_by

from souk_reviews.actions import purchases, sellers
from souk_reviews.app import build
from souk_reviews.settings import Settings
from testkit.audits import audited
from testkit.clock import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

    from testkit.clients import Caller, ServiceClient
    from testkit.plugin import MakeServiceClient

REVIEW = {"stars": 4, "title": "A good mug", "body": "Keeps tea warm.\nSits well in the hand.", "author_name": "Asha"}
FLAGGED = {**REVIEW, "body": "More at https://mugs.example"}
READ = f"/products/{MUG}/reviews"
MINE = f"/me/reviews/{MUG}"


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (184, 98, 10)).save(out, "PNG")
    return out.getvalue()


@pytest_asyncio.fixture
async def client(service_client: MakeServiceClient, tmp_path: Path) -> ServiceClient:
    return await service_client(build, Settings, clock=ManualClock(MORNING), settings={"media_dir": tmp_path})


@pytest_asyncio.fixture
async def alice(client: ServiceClient) -> Caller:
    return client.as_customer(await a_buyer(client.deps, ALICE))


async def test_a_buyer_reviews_and_everybody_reads_it_with_the_summary(client: ServiceClient, alice: Caller) -> None:
    before = (await client.get(READ)).json()

    written = (await alice.put(MINE, json=REVIEW)).json()

    read = await client.get(READ)
    assert before == {"summary": {"average": None, "count": 0, "counts": [0] * 5}, "items": [], "next_cursor": None}
    assert read.json()["summary"] == {"average": 4.0, "count": 1, "counts": [0, 0, 0, 1, 0]}
    assert {**REVIEW, "verified": True}.items() <= read.json()["items"][0].items()
    assert str(ALICE) not in read.text
    assert "s-maxage=5" in read.headers["cache-control"]
    assert (await client.get(READ, headers={"if-none-match": read.headers["etag"]})).status_code == 304
    mine = (await alice.get(MINE)).json()
    assert (mine["standing"], mine["review"]) == ("may-write", written)
    assert (await alice.get("/me/reviews")).json()["items"] == [written]
    assert (await alice.delete(MINE)).status_code == 204
    assert (await client.get(READ)).json()["items"] == []


async def test_who_may_not_write_is_told_why(client: ServiceClient) -> None:
    bina = client.as_customer(buyer := uuid4())
    never_bought = await bina.put(MINE, json=REVIEW)
    await purchases.remember_purchases(client.deps, [an_order(buyer)])
    on_its_way = await bina.put(MINE, json=REVIEW)

    assert (never_bought.status_code, never_bought.json()["code"]) == (403, "not-bought")
    assert (on_its_way.status_code, on_its_way.json()["code"]) == (409, "not-delivered")
    assert (await bina.get(MINE)).json()["standing"] == "on-its-way"
    for caller in (client, client.as_guest(), client.as_seller(), client.as_admin()):
        assert (await caller.put(MINE, json=REVIEW)).status_code in {401, 403}
        assert (await caller.get(MINE)).status_code in {401, 403}


@pytest.mark.parametrize(
    "wrong",
    [
        {"stars": 0},
        {"stars": 6},
        {"stars": 2.5},
        {"title": " "},
        {"title": "two\nlines"},
        {"title": "t" * 121},
        {"body": "\n"},
        {"body": "b" * 4001},
        {"body": "nul \0"},
        {"author_name": ""},
        {"state": "published"},
        {"stars": None},
    ],
)
async def test_what_is_no_review_is_refused(client: ServiceClient, alice: Caller, wrong: dict[str, object]) -> None:
    answer = await alice.put(MINE, json={**REVIEW, **wrong})

    assert answer.status_code in {400, 422}
    assert (await client.get(READ)).json()["items"] == []


async def test_a_query_or_an_address_that_is_none_is_refused(client: ServiceClient, alice: Caller) -> None:
    for _ in range(2):
        await client.as_customer(buyer := await a_buyer(client.deps)).put(MINE, json=REVIEW)
        assert buyer
    cursor = (await client.get(READ, params={"limit": 1, "sort": "newest"})).json()["next_cursor"]
    assert cursor

    for query in (
        "sort=best",
        "stars=0",
        "stars=6",
        "limit=0",
        "limit=101",
        "cursor=x",
        f"sort=helpful&cursor={cursor}",
    ):
        assert (await client.get(f"{READ}?{query}")).status_code in {400, 422}, query
    for path in ("/products/No%00/reviews", "/products/A B/reviews", f"/products/{'a' * 201}/reviews"):
        assert (await client.get(path)).status_code in {400, 404, 422}, path
    assert (await alice.put("/reviews/no-id/helpful")).status_code in {400, 422}
    assert (await alice.get("/me/reviews?cursor=x")).status_code == 400
    assert (await client.as_admin().get("/moderation/reviews?cursor=x")).status_code == 400
    largest = (await client.get(READ, params={"limit": 1})).json()["next_cursor"]
    assert (await client.get(READ, params={"limit": 1, "cursor": largest})).status_code == 200


async def test_a_buyer_uploads_a_photo_which_moderators_see_first(
    client: ServiceClient, alice: Caller, tmp_path: Path
) -> None:
    async def upload(caller: Caller, content: bytes) -> Any:
        headers = {"content-type": "image/png"}
        return await caller.post("/me/review-photos", params={"handle": MUG}, content=content, headers=headers)

    photo = (await upload(alice, a_picture())).json()
    written = (await alice.put(MINE, json={**REVIEW, "photos": [{"id": photo["id"], "alt": "On a sill"}]})).json()
    admin = client.as_admin()
    waits = (await admin.get("/moderation/reviews")).json()["items"][0]
    in_public = (await client.get(READ)).json()["items"]
    decision = f"/moderation/reviews/{written['id']}/decision"
    await admin.put(decision, json={"state": "published", "version": 1})

    assert (photo["width"], photo["height"], photo["color"]) == (60, 40, "#b8620a")
    assert (tmp_path / photo["url"].removeprefix("/media/")).is_file()
    assert (written["state"], waits["flags"], in_public) == ("waiting", ["photos"], [])
    shown = (await client.get(READ)).json()["items"][0]["photos"]
    assert shown == waits["photos"] == (await alice.get(MINE)).json()["review"]["photos"]
    assert shown == [{**photo, "alt": "On a sill"}]
    refused = await upload(alice, b"<svg/>")
    assert (refused.status_code, refused.json()["code"]) == (422, "picture-refused")
    assert (await upload(alice, b"x" * 12_000_001)).status_code == 413
    assert (await upload(client.as_customer(), a_picture())).json()["code"] == "not-bought"
    for caller in (client, client.as_guest(), client.as_seller()):
        assert (await upload(caller, a_picture())).status_code in {401, 403}
    six = [{"id": str(uuid4())} for _ in range(6)]
    for wrong in (six, [{"id": "x"}], [{"id": photo["id"], "alt": "two\nlines"}], [{}]):
        assert (await alice.put(MINE, json={**REVIEW, "photos": wrong})).status_code in {400, 422}, wrong
    gone = await alice.put(MINE, json={**REVIEW, "photos": six[:1]})
    assert (gone.status_code, gone.json()["code"]) == (409, "unknown-photo")


async def test_others_say_once_that_a_review_helped_and_take_it_back(client: ServiceClient, alice: Caller) -> None:
    review = (await alice.put(MINE, json=REVIEW)).json()
    bina = client.as_customer(uuid4())
    path = f"/reviews/{review['id']}/helpful"

    assert [(await bina.put(path)).status_code for _ in range(2)] == [204, 204]

    assert (await client.get(READ)).json()["items"][0]["helpful"] == 1
    assert (await bina.get(MINE)).json()["helpful"] == [review["id"]]
    own = await alice.put(path)
    assert (own.status_code, own.json()["code"]) == (403, "own-review")
    assert (await client.put(path)).status_code == 401
    assert (await bina.put(f"/reviews/{uuid4()}/helpful")).json()["code"] == "unknown-review"
    assert (await bina.delete(path)).status_code == 204
    assert (await client.get(READ)).json()["items"][0]["helpful"] == 0


async def test_what_is_flagged_waits_until_an_admin_has_decided(client: ServiceClient, alice: Caller) -> None:
    assert (await alice.put(MINE, json=FLAGGED)).json()["state"] == "waiting"
    seller, admin = client.as_seller(), client.as_admin()
    queue = (await admin.get("/moderation/reviews")).json()["items"]
    decision = f"/moderation/reviews/{queue[0]['id']}/decision"

    by_seller = await seller.put(decision, json={"state": "published", "version": 1})
    without_reason = await admin.put(decision, json={"state": "rejected", "version": 1})
    rejected = await admin.put(decision, json={"state": "rejected", "reason": "advertising", "version": 1})
    stale = await admin.put(decision, json={"state": "published", "version": 1})

    assert [item["flags"] for item in queue] == [["link"]]
    assert by_seller.status_code == 403
    assert without_reason.json()["code"] == "illegal-decision"
    assert rejected.json()["state"] == "rejected"
    assert stale.json()["code"] == "review-changed"
    assert (await alice.get(MINE)).json()["review"]["reason"] == "advertising"
    assert (await client.get(READ)).json()["summary"]["count"] == 0
    assert (await admin.get("/moderation/reviews", params={"state": "rejected"})).json()["items"]
    assert await audited(client) == [("decide", {"review_id": queue[0]["id"]})]
    for caller in (client, alice, client.as_guest()):
        assert (await caller.get("/moderation/reviews")).status_code in {401, 403}


async def test_the_queue_is_read_page_by_page_who_waits_longest_first(client: ServiceClient) -> None:
    for _ in range(3):
        client.clock.advance(minutes=1)
        await client.as_customer(await a_buyer(client.deps)).put(MINE, json=FLAGGED)
    admin = client.as_admin()

    first = (await admin.get("/moderation/reviews?limit=2")).json()
    last = (await admin.get("/moderation/reviews", params={"limit": 2, "cursor": first["next_cursor"]})).json()

    times = [item["written_at"] for item in first["items"] + last["items"]]
    assert len(times) == 3
    assert times == sorted(times)
    assert last["next_cursor"] is None


async def test_who_sells_a_product_answers_its_reviews_in_public_and_takes_it_back(
    client: ServiceClient, alice: Caller
) -> None:
    review = (await alice.put(MINE, json=REVIEW)).json()
    path = f"/moderation/reviews/{review['id']}/answer"
    await sellers.remember(client.deps, [sold_by(KILN)])
    seller = client.as_seller(team=KILN)

    await seller.put(path, json={"text": "Thank you!"})
    answered = (await client.get(READ)).json()["items"][0]
    await seller.delete(path)

    assert answered["answer"]["text"] == "Thank you!"
    assert (await client.get(READ)).json()["items"][0]["answer"] is None
    assert (await alice.put(path, json={"text": "Thanks"})).status_code == 403
    assert (await seller.put(path, json={"text": ""})).status_code in {400, 422}


async def test_another_seller_neither_answers_nor_reads_what_waits(client: ServiceClient, alice: Caller) -> None:
    review = (await alice.put(MINE, json=FLAGGED)).json()
    path = f"/moderation/reviews/{review['id']}/answer"
    another = client.as_seller(team=uuid4())

    of_the_shop = await another.put(path, json={"text": "Buy mine instead"})
    await sellers.remember(client.deps, [sold_by(KILN)])
    of_another = [await another.put(path, json={"text": "Buy mine"}), await another.delete(path)]

    for refused in (of_the_shop, *of_another):
        assert (refused.status_code, refused.json()["code"]) == (403, "not-your-product")
    assert (await another.get("/moderation/reviews")).json()["items"] == []
    assert len((await client.as_seller(team=KILN).get("/moderation/reviews")).json()["items"]) == 1
    assert (await client.as_admin().put(path, json={"text": "We are sorry."})).status_code == 200


async def test_who_disowns_their_reviews_is_nobody_here_any_more(client: ServiceClient, alice: Caller) -> None:
    await alice.put(MINE, json=REVIEW)

    assert (await alice.post("/me/disowned-reviews", json={})).status_code == 204

    assert (await client.get(READ)).json()["items"][0]["author_name"] == "A former customer"
    assert (await alice.get(MINE)).json() == {"standing": "not-bought", "review": None, "helpful": []}
