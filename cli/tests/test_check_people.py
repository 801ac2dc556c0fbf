"""A service whose tables hold what is somebody's takes part in export and deletion."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.check import people
from cli.check.people import ROUTES
from cli.tests.house import House, places


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.in_order(tmp_path)


def holds_people(house: House) -> None:
    house.change("souk.toml", 'team = "sales"\nport = 8000', 'team = "sales"\nport = 8000\nholds_people = true')


def may_be_asked(house: House, *routes: str) -> None:
    paths = {route: {"post": {"x-callers": ["service:user"]}} for route in routes}
    house.write("contracts/openapi/shop.json", json.dumps({"paths": paths}))


@pytest.mark.parametrize("column", ["customer_id uuid not null", "asker_email text", "owner text primary key"])
def test_a_table_with_a_persons_column_is_said_in_the_manifest(house: House, column: str) -> None:
    house.write("services/shop/migrations/0002_buyers.sql", f"create table buyers (\n    {column}\n);\n")

    found = list(people.violations(house.system))

    assert places(found) == ["services/shop/migrations/0002_buyers.sql:2 holds-people"]


def test_a_column_that_an_older_table_gets_counts_too(house: House) -> None:
    house.write("services/shop/migrations/0002_buyers.sql", "alter table sales add column customer_id uuid;\n")

    assert places(list(people.violations(house.system))) == ["services/shop/migrations/0002_buyers.sql:1 holds-people"]


def test_a_service_that_holds_people_has_all_three_routes(house: House) -> None:
    holds_people(house)
    may_be_asked(house, *ROUTES[:2])

    (found,) = people.violations(house.system)

    assert (found.rule, ROUTES[2] in found.cause, ROUTES[1] in found.cause) == ("holds-people", True, False)


def test_a_service_that_takes_part_is_in_order(house: House) -> None:
    holds_people(house)
    may_be_asked(house, *ROUTES)
    house.write("services/shop/migrations/0002_buyers.sql", "create table buyers (\n    customer_id uuid\n);\n")

    assert list(people.violations(house.system)) == []


def test_routes_that_nobody_asks_are_found(house: House) -> None:
    may_be_asked(house, *ROUTES)

    assert places(list(people.violations(house.system))) == ["souk.toml:1 holds-people"]
