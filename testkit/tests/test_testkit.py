"""The test kit itself: a test that lies is worse than none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import asyncpg
import pytest
from pydantic import BaseModel

from kit.calls.client import Refused, Unavailable
from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.http.auth import Anyone, AnyShopper, Customer, from_service
from kit.http.refusals import refuses
from kit.http.router import Router, raw_json
from kit.running.service import Infra, Service
from kit.settings import Secret, ServiceSettings
from testkit.answers import AnswerNotAsDocumented, RequestNotAsDocumented
from testkit.calls import Answer, Asked, FakeCalls, Undocumented
from testkit.clients import ServiceClient
from testkit.databases import TestPostgres
from testkit.plugin import MakeServiceClient
from testkit.system import ROOT

ALICE = UUID("0190a8a0-0000-7000-8000-00000000a11c")


class Settings(ServiceSettings, service="shelf"):
    own_secret: Secret
    colour: str = "blue"


class Book(BaseModel):
    title: str
    pages: int


router = Router()


@router.get("/books/{title}")
async def show(title: str, _: Anyone) -> Book:
    return Book(title=title, pages=100)


@router.get("/torn-books", response_model=Book)
async def show_torn(_: Anyone) -> object:
    return raw_json('{"title": "Torn"}')


class LentOut(SoukError):
    code = "lent-out"
    kind = Kind.CONFLICT


class Burnt(SoukError):
    code = "burnt"
    kind = Kind.GONE


@router.get("/lent-books", response_model=Book)
@refuses(LentOut)
async def show_lent(_: Anyone, burnt: bool = False) -> object:
    raise Burnt("It burnt.", "Read another.") if burnt else LentOut("It is lent out.", "Wait.")


@router.get("/lost-books", response_model=Book)
async def show_lost(_: Anyone) -> object:
    return raw_json("{}", 202)


@router.get("/reader")
async def who_reads(reader: AnyShopper) -> str:
    return reader.key


@router.get("/customer")
async def who_buys(customer: Customer) -> str:
    return str(customer.id)


@router.get("/stock")
async def count(caller: Annotated[str, from_service("nobody-lists-this")]) -> str:
    return caller


def build(settings: Settings, _: Infra) -> Service[Settings]:
    return Service("shelf", "1", router, settings)


@pytest.fixture
async def client(service_client: MakeServiceClient, kit_database: Database) -> ServiceClient:
    return await service_client(build, Settings, database=kit_database)


async def test_an_answer_as_documented_passes(client: ServiceClient) -> None:
    answer = await client.get("/books/Emma")

    assert answer.json() == {"title": "Emma", "pages": 100}
    assert (await client.get("/api/v1/books/Emma")).json() == answer.json()


@pytest.mark.parametrize(
    ("path", "why"), [("/torn-books", "'pages' is a required property"), ("/lost-books", "its statuses are 200")]
)
async def test_an_answer_that_the_document_does_not_describe_fails_the_test(
    client: ServiceClient, path: str, why: str
) -> None:
    with pytest.raises(AnswerNotAsDocumented, match=why):
        await client.get(path)


async def test_a_refusal_that_the_route_names_passes(client: ServiceClient) -> None:
    answer = await client.get("/lent-books")

    assert (answer.status_code, answer.json()["code"]) == (409, "lent-out")


async def test_a_refusal_that_the_route_does_not_name_fails_the_test(client: ServiceClient) -> None:
    with pytest.raises(AnswerNotAsDocumented, match="burnt is none of"):
        await client.get("/lent-books", params={"burnt": True})


async def test_callers_are_who_they_say(client: ServiceClient) -> None:
    guest_id = UUID("0190a8a0-0000-7000-8000-000000000001")

    assert (await client.as_customer(ALICE).get("/reader")).json() == f"customer:{ALICE}"
    assert (await client.as_guest(guest_id).get("/reader")).json() == f"guest:{guest_id}"
    assert (await client.as_customer(ALICE).get("/customer")).json() == str(ALICE)
    assert (await client.as_admin().get("/customer")).status_code == 403
    assert (await client.as_anyone().get("/customer")).status_code == 401


async def test_a_caller_stays_signed_in_however_far_the_clock_moves(client: ServiceClient) -> None:
    alice = client.as_customer(ALICE)
    client.clock.advance(days=400)

    assert (await alice.get("/customer")).status_code == 200


async def test_a_service_that_souk_toml_does_not_list_is_refused(client: ServiceClient) -> None:
    assert (await client.as_service("nobody-lists-this").get("/stock")).status_code == 401


async def test_a_test_sets_only_the_settings_it_is_about(
    service_client: MakeServiceClient, kit_database: Database
) -> None:
    client = await service_client(build, Settings, database=kit_database, settings={"colour": "red"})

    assert client.deps.colour == "red"
    assert client.deps.own_secret.reveal()


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


async def test_two_tests_of_one_service_share_nothing(postgres: TestPostgres) -> None:
    one, two = await postgres.clone("empty", lambda _: []), await postgres.clone("empty", lambda _: [])
    owner = await asyncpg.connect(one.owner_url)
    await owner.execute("create table only_here ()")
    await owner.close()

    other = await asyncpg.connect(two.owner_url)
    assert await other.fetchval("select count(*) from pg_tables where tablename = 'only_here'") == 0
    await other.close()
    for clone in (one, two):
        await postgres.drop(clone.name)


def test_a_run_that_is_killed_leaves_no_server(tmp_path: Path) -> None:
    test = tmp_path / "test_waiting.py"
    test.write_text(
        "import pathlib, time\n"
        "def test_waiting(postgres):\n"
        f"    pathlib.Path({str(tmp_path)!r}, 'url').write_text(postgres.url)\n"
        "    time.sleep(60)\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOUK_TEST_")}
    command = [sys.executable, "-m", "pytest", "-p", "testkit.plugin", "-c", os.devnull, str(test)]
    run = subprocess.Popen(  # noqa: S603 (our own interpreter)
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )
    _wait_for((tmp_path / "url").exists)
    url = (tmp_path / "url").read_text()

    run.send_signal(signal.SIGKILL)
    run.wait()

    _wait_for(lambda: not _is_up(url))


def _wait_for(true: Callable[[], bool], longest_s: float = 120.0) -> None:
    deadline = time.monotonic() + longest_s
    while not true():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


def _is_up(url: str) -> bool:
    from local.postgres import answers

    return answers(url)
