from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
import pytest_asyncio
from support_examples import A_PDF, ALICE, MORNING

from souk_support.app import build
from souk_support.settings import Settings
from testkit.audits import audited
from testkit.calls import FakeCalls, a_refusal
from testkit.clock import ManualClock
from testkit.shapes import least_of

if TYPE_CHECKING:
    from httpx import Response

    from testkit.clients import Caller, ServiceClient
    from testkit.plugin import MakeServiceClient

QUESTION = {
    "name": "Asha Rao",
    "email": "asha@example.com",
    "subject": "Where is my lamp?",
    "text": "It should have come on Monday.\n\nPlease look.",
}
PARAGRAPH = {"kind": "paragraph", "runs": [{"text": "Look at the page of the order."}]}
ARTICLE = {"topic": "delivery", "title": "Where is it?", "summary": "How to find it.", "body": [PARAGRAPH]}


def an_order(order_id: str) -> dict[str, Any]:
    return least_of("order", "OrderView", id=order_id, number="SK-7F3K-9QLM")


def key() -> dict[str, str]:
    return {"idempotency-key": str(uuid4())}


@pytest_asyncio.fixture
async def client(service_client: MakeServiceClient) -> ServiceClient:
    return await service_client(build, Settings, clock=ManualClock(MORNING), calls=FakeCalls())


@pytest.fixture
def agent(client: ServiceClient) -> Caller:
    return client.as_admin()


async def asked(caller: Caller, **more: Any) -> dict[str, Any]:
    answer = await caller.post("/tickets", json={**QUESTION, **more}, headers=key())
    assert answer.status_code == 201, answer.text
    return answer.json()


async def answered(agent: Caller, ticket: dict[str, Any], **more: Any) -> Response:
    seen = (await agent.get(f"/desk/tickets/{ticket['id']}")).json()["ticket"]
    body = {"text": "On Tuesday.", "version": seen["version"], **more}
    return await agent.post(f"/desk/tickets/{ticket['id']}/answers", json=body, headers=key())


async def test_only_an_agent_sits_at_the_desk(client: ServiceClient) -> None:
    desk = [
        (method, path.removeprefix("/api/v1"))
        for path, methods in client.app.openapi()["paths"].items()
        for method in methods
        if "/desk/" in path
    ]
    assert len(desk) >= 15
    for method, path in desk:
        asked_for = path.format(slug="a", ticket_id=uuid4(), answer_id=uuid4())
        for caller in (client, client.as_guest(), client.as_customer(), client.as_seller(), client.as_service("order")):
            answer = await caller.request(method, asked_for, json={} if method in ("put", "post") else None)
            assert answer.status_code in {401, 403}, (method, path)


async def test_a_customer_asks_is_answered_and_says_how_it_went(client: ServiceClient, agent: Caller) -> None:
    alice = client.as_customer(ALICE)
    ticket = await asked(alice)
    path = f"/tickets/{ticket['id']}"

    await agent.post(f"/desk{path}/notes", json={"text": "A good customer."}, headers=key())
    seen = (await answered(agent, ticket, then="solved")).json()
    shown = await alice.get(path)
    rated = await alice.put(f"{path}/satisfaction", json={"satisfied": True, "comment": "Kind."})
    again = await alice.post(f"{path}/messages", json={"text": "And my mug?"}, headers=key())

    assert (seen["state"], seen["answer_target"]["is_late"]) == ("solved", False)
    assert [(said["kind"], said["text"]) for said in shown.json()["messages"]] == [
        ("question", QUESTION["text"]),
        ("answer", "On Tuesday."),
    ]
    assert "A good customer." not in shown.text
    assert "agent_id" not in shown.text
    assert (rated.status_code, again.json()["state"]) == (200, "reopened")
    assert [each["id"] for each in (await alice.get("/tickets")).json()["items"]] == [ticket["id"]]
    assert (await client.as_customer(uuid4()).get(path)).status_code == 404
    unchanged = await alice.get(path, headers={"if-none-match": (await alice.get(path)).headers["etag"]})
    assert unchanged.status_code == 304


async def test_a_guest_comes_back_by_the_links_token_and_asks_for_another_once_it_is_over(
    client: ServiceClient, agent: Caller
) -> None:
    ticket = await asked(client.as_guest())
    path, link = f"/tickets/{ticket['id']}", {"x-ticket-token": client.deps.links.token(ticket["id"], MORNING)}
    anyone = client.as_anyone()

    said = await anyone.post(f"{path}/messages", json={"text": "Hello?"}, headers={**link, **key()})
    solved = await anyone.put(f"{path}/solved", headers=link)
    stranger = await client.as_guest().get(path)
    client.clock.advance(days=31)
    over = await anyone.get(path, headers=link)
    sent = await anyone.post(f"{path}/links")

    assert "token" not in str(ticket)
    assert (said.status_code, solved.json()["state"], stranger.status_code) == (201, "solved", 404)
    assert (over.status_code, over.json()["code"]) == (410, "link-expired")
    assert (sent.status_code, (await anyone.post(f"/tickets/{uuid4()}/links")).status_code) == (202, 202)
    assert (await answered(agent, ticket)).status_code == 201


async def test_an_order_is_linked_where_the_order_service_shows_it_to_the_shopper(client: ServiceClient) -> None:
    order_id = str(uuid4())

    def shown(asked_for: Any) -> Any:
        known = asked_for.headers.get("x-order-token") == "the-orders-link"
        return an_order(order_id) if known else a_refusal(404, "order-not-found")

    client.calls.on("order", "GET", "/orders/{id}", shown)

    ticket = await asked(client.as_guest(), order={"id": order_id, "token": "the-orders-link"})
    refused = await client.as_guest().post(
        "/tickets", json={**QUESTION, "order": {"id": order_id, "token": "a-guess"}}, headers=key()
    )

    no_token = {**QUESTION, "order": {"id": order_id, "token": "a\r\nb"}}
    assert (await client.as_guest().post("/tickets", json=no_token, headers=key())).status_code == 422
    assert ticket["order"] == {"id": order_id, "number": "SK-7F3K-9QLM"}
    assert (refused.status_code, refused.json()["code"]) == (422, "order-not-yours")


async def test_a_file_is_a_private_download_whatever_it_is(client: ServiceClient, agent: Caller) -> None:
    guest = client.as_guest()
    html = {"content-type": "text/plain", "content": b"<script>alert(1)</script>"}
    taken = await guest.post(
        "/attachments", params={"name": "दीप.html"}, content=html["content"], headers={"content-type": "text/plain"}
    )
    ticket = await asked(guest, attachments=[taken.json()["id"]])
    pdf = await agent.post("/desk/attachments", params={"name": "label.pdf"}, content=A_PDF)
    await answered(agent, ticket, attachments=[pdf.json()["id"]])

    seen = (await agent.get(f"/desk/tickets/{ticket['id']}")).json()["messages"]
    href = seen[0]["attachments"][0]["href"].removeprefix("/support-service/api/v1")
    file = await client.get(href)

    assert file.headers["content-type"].startswith("text/plain")
    assert file.headers["cache-control"] == "private, no-store"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert unquote(file.headers["content-disposition"]) == "attachment; filename*=UTF-8''दीप.html.txt"
    assert seen[1]["attachments"][0]["name"] == "label.pdf"
    assert (await client.get(href[:-3])).status_code == 404
    assert (await client.get(href.partition("?")[0], params={"pass": "x"})).status_code == 404
    client.clock.advance(minutes=31)
    assert (await client.get(href)).status_code == 404
    assert (await guest.post("/attachments", params={"name": "a.exe"}, content=b"MZ\x00")).json()[
        "code"
    ] == "file-refused"
    assert (await guest.post("/attachments", params={"name": "a"}, content=b"x" * 5_000_001)).status_code == 413


async def test_the_desk_lists_assigns_and_moves(client: ServiceClient, agent: Caller) -> None:
    first, second = [await asked(client.as_guest()) for _ in range(2)]
    handling = {"version": 1, "priority": "urgent", "tags": ["lamp"], "assignee_id": str(ALICE)}

    handled = await agent.put(f"/desk/tickets/{second['id']}/handling", json=handling)
    page = (await agent.get("/desk/tickets", params={"limit": 1})).json()
    rest = (await agent.get("/desk/tickets", params={"limit": 1, "cursor": page["next_cursor"]})).json()
    stale = await agent.post(f"/desk/tickets/{second['id']}/moves", json={"version": 1, "to": "closed"})
    client.clock.advance(hours=2)
    late = (await agent.get("/desk/tickets", params={"late": "true", "state": ["open", "reopened"]})).json()
    closed = await agent.post(f"/desk/tickets/{second['id']}/moves", json={"version": 2, "to": "closed"})

    assert handled.json()["tags"] == ["lamp"]
    assert [each["id"] for each in page["items"] + rest["items"]] == [second["id"], first["id"]]
    assert (stale.json()["code"], closed.json()["state"]) == ("ticket-changed", "closed")
    assert [(each["id"], each["answer_target"]["is_late"]) for each in late["items"]] == [(second["id"], True)]
    assert (await agent.get("/desk/figures")).json()["open"] == 1
    assert (await agent.get("/desk/tickets", params={"cursor": "bm9uc2Vuc2U"})).status_code == 400
    assert (await agent.post(f"/desk/tickets/{uuid4()}/moves", json={"version": 1, "to": "closed"})).status_code == 404


async def test_agents_keep_answers_at_hand(client: ServiceClient, agent: Caller) -> None:
    body = {"title": "Late", "text": "We are sorry."}
    kept = (await agent.post("/desk/canned-answers", json=body)).json()

    assert (await agent.post("/desk/canned-answers", json=body)).json()["code"] == "canned-answer-changed"
    changed = await agent.put(f"/desk/canned-answers/{kept['id']}", json={**body, "text": "Sorry!", "version": 1})
    stale = await agent.put(f"/desk/canned-answers/{kept['id']}", json={**body, "version": 1})
    assert (changed.json()["version"], stale.status_code) == (2, 409)
    assert [each["text"] for each in (await agent.get("/desk/canned-answers")).json()["items"]] == ["Sorry!"]
    assert (await agent.delete(f"/desk/canned-answers/{kept['id']}")).status_code == 204
    assert (await agent.delete(f"/desk/canned-answers/{kept['id']}")).status_code == 404
    assert await audited(client) == [
        (action, {"answer_id": kept["id"]}) for action in ("add_canned", "change_canned", "remove_canned")
    ]


async def test_articles_are_written_read_found_and_judged(client: ServiceClient, agent: Caller) -> None:
    early = await agent.put("/desk/articles/where", json={"version": 0, "content": ARTICLE})
    await agent.put("/desk/topics/delivery", json={"title": "Delivery", "summary": "When it comes."})
    written = await agent.put("/desk/articles/where", json={"version": 0, "content": ARTICLE})
    leaving = {**PARAGRAPH, "runs": [{"text": "here", "href": "https://elsewhere.example/"}]}
    refused = await agent.put("/desk/articles/where", json={"version": 1, "content": {**ARTICLE, "body": [leaving]}})
    listed, shown = await client.get("/articles"), await client.get("/articles/where")
    found = await client.get("/found-articles", params={"q": "find it!"})
    guest = client.as_guest()
    for helpful in (True, True, False):
        assert (await guest.put("/helpfulness/where", json={"helpful": helpful})).status_code == 204
    edited = (await agent.get("/desk/articles")).json()["items"]
    stale = await agent.put("/desk/articles/where", json={"version": 7, "content": ARTICLE})

    assert (early.json()["code"], written.json()["version"]) == ("unknown-help-topic", 1)
    assert refused.json()["code"] == "article-leaves-shop"
    assert listed.json()["topics"][0]["articles"][0]["slug"] == "where"
    assert "s-maxage" in listed.headers["cache-control"]
    assert shown.json()["body"] == [
        {
            "kind": "paragraph",
            "runs": [{"text": "Look at the page of the order.", "bold": False, "italic": False, "href": None}],
        }
    ]
    assert [each["slug"] for each in found.json()["items"]] == ["where"]
    assert (edited[0]["helpful"], edited[0]["unhelpful"]) == (0, 1)
    assert stale.status_code == 409
    assert (await guest.put("/helpfulness/nothing", json={"helpful": True})).status_code == 404
    assert (await agent.delete("/desk/articles/where")).status_code == 204
    assert (await client.get("/articles/where")).status_code == 404
