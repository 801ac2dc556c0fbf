"""The fake of another service answers and takes only what the real one would."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from kit.calls.client import Refused, Unavailable
from testkit.answers import AnswerNotAsDocumented, RequestNotAsDocumented
from testkit.calls import Answer, Asked, FakeCalls, Undocumented


class Book(BaseModel):
    title: str
    pages: int


async def test_fake_calls_answer_as_the_real_ones_do() -> None:
    calls = FakeCalls()
    calls.on("shelf", "GET", "/books/{title}", Book(title="Emma", pages=100))
    calls.on("shelf", "POST", "/books", lambda asked: Answer(asked.json, 201))
    calls.refuse("shelf", "DELETE", "/books/{title}", 409, "lent-out", to="Bob")
    shelf = calls.to("shelf")

    assert await shelf.get("/books/Emma", reply=Book) == Book(title="Emma", pages=100)
    assert await shelf.post("/books", json={"title": "Persuasion"}, key="a-key-of-mine") == {"title": "Persuasion"}
    with pytest.raises(Refused) as refused:
        await shelf.delete("/books/Emma")

    assert (refused.value.problem.status, refused.value.problem.code) == (409, "lent-out")
    assert refused.value.facts == {"to": "Bob"}
    assert [(asked.method, asked.path, asked.key) for asked in calls.asked] == [
        ("GET", "/books/Emma", None),
        ("POST", "/books", "a-key-of-mine"),
        ("DELETE", "/books/Emma", None),
    ]


async def test_a_lost_answer_may_have_been_carried_out() -> None:
    calls = FakeCalls()
    carried_out: list[Asked] = []
    calls.lose("shelf", "POST", "/books", carried_out=carried_out.append)

    with pytest.raises(Unavailable) as lost:
        await calls.to("shelf").post("/books", json={})

    assert lost.value.maybe_done
    assert len(carried_out) == 1


async def test_a_call_that_no_test_expects_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="Nobody told FakeCalls"):
        await FakeCalls().to("shelf").get("/books")


async def test_a_fake_of_a_published_service_cannot_answer_what_the_real_one_never_would() -> None:
    calls = FakeCalls()
    calls.on("product", "GET", "/offers", {"items": [{"sku": "A"}]})
    with pytest.raises(AnswerNotAsDocumented, match="'handle' is a required property"):
        await calls.to("product").get("/offers", params={"sku": ["A"]})

    calls.on("product", "GET", "/offers", Answer({"type": "urn:souk:oops"}, 409))
    with pytest.raises(AnswerNotAsDocumented, match="'title' is a required property"):
        await calls.to("product").get("/offers", params={"sku": ["A"]})

    calls.on("product", "GET", "/offers", Undocumented({"items": []}, 502))
    with pytest.raises(Unavailable):
        await calls.to("product").get("/offers", params={"sku": ["A"]})


async def test_a_fake_of_a_published_service_takes_only_what_the_real_one_would_take() -> None:
    calls = FakeCalls()
    for method, path in (("GET", "/offers"), ("POST", "/quotes"), ("POST", "/cart/items"), ("GET", "/nowhere")):
        for service in ("product", "logistics", "cart"):
            calls.on(service, method, path, {})

    for refused, why in (
        (calls.to("product").get("/nowhere"), "no such route"),
        (calls.to("product").get("/offers"), "sku is missing"),
        (calls.to("product").get("/offers", params={"sku": ["A"] * 300}), "sku: .*too long"),
        (calls.to("product").get("/offers", params={"sku": ["A"], "at": "once"}), "takes no at"),
        (calls.to("logistics").post("/quotes", json={"country": "IN"}), "'postal_code' is a required property"),
        (calls.to("cart").post("/cart/items", json={"sku": "A"}), "Idempotency-Key is missing"),
    ):
        with pytest.raises(RequestNotAsDocumented, match=why):
            await refused
