from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from content_examples import MORNING, paragraph, rich

from souk_content.app import build
from souk_content.settings import Settings
from testkit.audits import audited
from testkit.clock import ManualClock

if TYPE_CHECKING:
    from testkit.clients import Caller, ServiceClient
    from testkit.plugin import MakeServiceClient

SECRETS = {"preview_secret": "a preview secret", "refresh_secret": "a refresh secret"}
PAGE = {"title": "Returns", "description": "How to send things back.", "blocks": [rich("Thirty days.", bold=True)]}
BANNER = {"slot": "home", "content": {"title": "Free delivery"}, "starts_at": MORNING.isoformat()}
QUESTION = {"topic": "delivery", "question": "When?", "answer": [paragraph("Soon.")]}


@pytest_asyncio.fixture
async def client(service_client: MakeServiceClient) -> ServiceClient:
    return await service_client(build, Settings, clock=ManualClock(MORNING), settings=SECRETS)


@pytest_asyncio.fixture
async def editor(client: ServiceClient) -> Caller:
    return client.as_admin()


async def published(editor: Caller, slug: str = "returns") -> None:
    await editor.put(f"/editor/pages/{slug}", json={"version": 0, "content": PAGE})
    await editor.post(f"/editor/pages/{slug}/publications", json={})


async def test_only_an_admin_edits(client: ServiceClient) -> None:
    edits = [
        (method, path.removeprefix("/api/v1"))
        for path, methods in client.app.openapi()["paths"].items()
        for method in methods
        if "/editor/" in path
    ]
    assert len(edits) >= 14
    for method, path in edits:
        asked = path.format(slug="returns", number=1, banner_id=uuid4(), faq_id=uuid4(), picture_id=uuid4())
        for caller in (client, client.as_guest(), client.as_customer(), client.as_seller(), client.as_service("order")):
            answer = await caller.request(method, asked, json={} if method in ("put", "post") else None)
            assert answer.status_code in {401, 403}, (method, path)


async def test_a_page_is_written_published_read_and_taken_down(client: ServiceClient, editor: Caller) -> None:
    saved = await editor.put("/editor/pages/returns", json={"version": 0, "content": PAGE})
    early = await client.get("/pages/returns")
    await editor.post("/editor/pages/returns/publications", json={})
    page = await client.get("/pages/returns")
    listed = (await client.get("/pages")).json()
    known = await client.get("/pages/returns", headers={"if-none-match": page.headers["etag"]})
    await editor.post("/editor/pages/returns/take-down")
    gone = await client.get("/pages/returns")

    assert (saved.json()["version"], early.status_code) == (1, 404)
    assert page.json()["blocks"][0]["text"][0]["runs"] == [
        {"text": "Thirty days.", "bold": True, "italic": False, "href": None}
    ]
    assert "s-maxage" in page.headers["cache-control"]
    assert [item["slug"] for item in listed["items"]] == ["returns"]
    assert known.status_code == 304
    assert (gone.status_code, gone.json()["code"]) == (404, "unknown-page")
    assert "s-maxage=1" in gone.headers["cache-control"]


async def test_an_editor_sees_the_draft_and_all_publications(editor: Caller) -> None:
    await published(editor)
    at = (MORNING + timedelta(days=1)).isoformat()
    waiting = (await editor.post("/editor/pages/returns/publications", json={"at": at})).json()

    edited = (await editor.get("/editor/pages/returns")).json()
    called_off = await editor.delete(f"/editor/pages/returns/publications/{waiting['number']}")

    assert [each["number"] for each in edited["publications"]] == [2, 1]
    assert edited["draft"]["content"]["title"] == "Returns"
    assert called_off.status_code == 204
    assert (await editor.delete("/editor/pages/returns/publications/1")).json()["code"] == "publication-is-live"
    assert (await editor.post("/editor/pages/returns/restore", json={"number": 1})).json()["version"] == 2
    assert (await editor.get("/editor/pages")).json()["items"][0]["slug"] == "returns"


async def test_who_has_a_preview_link_sees_the_draft_until_it_is_over(client: ServiceClient, editor: Caller) -> None:
    await published(editor)
    await editor.put("/editor/pages/returns", json={"version": 1, "content": {**PAGE, "title": "New returns"}})
    link = (await editor.post("/editor/pages/returns/previews")).json()
    token = link["path"].removeprefix("/content/returns?preview=")

    shown = await client.get("/previews/returns", params={"token": token})
    forged = await client.get("/previews/returns", params={"token": token[:-2] + "xx"})
    client.clock.advance(hours=25)
    over = await client.get("/previews/returns", params={"token": token})

    assert shown.json()["title"] == "New returns"
    assert shown.headers["cache-control"] == "private, no-store"
    assert [answer.json()["code"] for answer in (forged, over)] == ["preview-over"] * 2
    assert (await client.get("/pages/returns")).json()["title"] == "Returns"


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"version": 0, "content": {**PAGE, "title": ""}},
        {"version": 0, "content": {**PAGE, "blocks": [{"type": "html", "html": "<b>"}]}},
        {"version": 0, "content": {**PAGE, "blocks": [rich("a")] * 61}},
        {"version": 0, "content": {**PAGE, "blocks": [rich("x", href="javascript:alert(1)")]}},
        {"version": 0, "content": {**PAGE, "blocks": [rich("x", href="https://elsewhere.example/")]}},
        {"version": -1, "content": PAGE},
    ],
)
async def test_what_is_no_page_is_refused(editor: Caller, wrong: dict[str, object]) -> None:
    answer = await editor.put("/editor/pages/returns", json=wrong)

    assert answer.status_code in {400, 422}
    assert (await editor.get("/editor/pages")).json() == {"items": []}


async def test_banners_are_shown_by_slot_with_their_audience(client: ServiceClient, editor: Caller) -> None:
    added = (await editor.post("/editor/banners", json={**BANNER, "audience": "guests"})).json()

    shown = await client.get("/banners/home")
    await editor.put(f"/editor/banners/{added['id']}", json={**BANNER, "version": 1, "slot": "listing"})
    stale = await editor.put(f"/editor/banners/{added['id']}", json={**BANNER, "version": 1})

    assert [(item["title"], item["audience"]) for item in shown.json()["items"]] == [("Free delivery", "guests")]
    assert "s-maxage" in shown.headers["cache-control"]
    assert stale.json()["code"] == "banner-changed"
    assert [item["slot"] for item in (await editor.get("/editor/banners")).json()["items"]] == ["listing"]
    assert (await editor.delete(f"/editor/banners/{added['id']}")).status_code == 204
    assert (await client.get("/banners/listing")).json() == {"items": []}
    assert await audited(client) == [
        (action, {"banner_id": added["id"]}) for action in ("add_banner", "change_banner", "remove_banner")
    ]


async def test_questions_are_shown_by_topic_and_found(client: ServiceClient, editor: Caller) -> None:
    refused = await editor.post("/editor/faqs", json=QUESTION)
    for slug in ("delivery", "empty"):
        await editor.put(f"/editor/faq-topics/{slug}", json={"title": slug.title()})
    added = (await editor.post("/editor/faqs", json=QUESTION)).json()

    listed = await client.get("/faqs")
    found = await client.get("/found-faqs", params={"q": "when soon"})
    changed = await editor.put(f"/editor/faqs/{added['id']}", json={"version": 1, "content": QUESTION})

    assert refused.json()["code"] == "unknown-topic"
    assert [(topic["title"], len(topic["items"])) for topic in listed.json()["topics"]] == [("Delivery", 1)]
    assert "s-maxage" in listed.headers["cache-control"]
    assert [item["question"] for item in found.json()["items"]] == ["When?"]
    assert "s-maxage" not in found.headers.get("cache-control", "")
    assert changed.json()["version"] == 2
    assert len((await editor.get("/editor/faqs")).json()["items"]) == 1
    assert (await editor.delete(f"/editor/faqs/{added['id']}")).status_code == 204
