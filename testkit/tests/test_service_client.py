"""A service under test, as its document says it is: a test that lies is worse than none."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import pytest
from pydantic import BaseModel

from kit.data.database import Database
from kit.errors import Kind, SoukError
from kit.http.auth import Anyone, AnyShopper, Customer, from_service
from kit.http.refusals import refuses
from kit.http.router import Router, raw_json
from kit.running.service import Infra, Service
from kit.settings import Secret, ServiceSettings
from testkit.answers import AnswerNotAsDocumented
from testkit.clients import ServiceClient
from testkit.plugin import MakeServiceClient

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
