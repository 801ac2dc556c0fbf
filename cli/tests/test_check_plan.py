"""The plan of a service, import circles and error codes: each rule is broken here on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.check import circles, error_codes, floor_plan
from cli.check.violation import Violation
from cli.tests.house import House, places

SHOP = "services/shop/souk_shop"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.in_order(tmp_path)


def found_in(house: House) -> list[Violation]:
    return [violation for rule in (circles, error_codes, floor_plan) for violation in rule.violations(house.sources)]


def test_a_room_that_is_not_in_the_plan(house: House) -> None:
    house.write(f"{SHOP}/moves/states.py", "NEXT = {}\n")

    assert places(found_in(house)) == [f"{SHOP}/moves/states.py:1 floor-plan"]


@pytest.mark.parametrize("path", ["templates/receipt.txt", "queries/sales.sql", "prices.toml"])
def test_what_is_no_code_stands_in_a_room_too(house: House, path: str) -> None:
    house.write(f"{SHOP}/data/{path}", "")
    house.write(f"{SHOP}/{path}", "")

    assert places(found_in(house)) == [f"{SHOP}/{path}:1 floor-plan"]


def test_a_command_is_held_to_its_room_even_if_it_is_run_by_itself(house: House) -> None:
    text = "from souk_shop.storage import PostgresSales\n\nif __name__ == '__main__':\n    PostgresSales()\n"
    house.write(f"{SHOP}/commands/accounts.py", text)

    assert places(found_in(house)) == [f"{SHOP}/commands/accounts.py:1 rooms"]


def test_a_command_takes_the_service_as_it_is_wired(house: House) -> None:
    house.write(f"{SHOP}/commands/accounts.py", "from souk_shop.app import build\n\nbuild(1, 2)\n")

    assert found_in(house) == []


@pytest.mark.parametrize(
    "text",
    ["class PricesUnavailable(Exception): ...\n", "def quick(port: object) -> bool:\n    return True\n"],
)
def test_ports_are_protocols_and_nothing_else(house: House, text: str) -> None:
    house.write(f"{SHOP}/ports.py", text)

    assert places(found_in(house)) == [f"{SHOP}/ports.py:1 ports-are-protocols"]


def test_each_neighbour_has_an_adapter_of_its_own(house: House) -> None:
    house.write(f"{SHOP}/adapters.py", "class DepotGoods: ...\n")

    assert places(found_in(house)) == [f"{SHOP}/adapters.py:1 floor-plan"]


@pytest.mark.parametrize(
    "back",
    [
        "from souk_shop.domain.sales import Sale",
        "if TYPE_CHECKING:\n    from souk_shop.domain.sales import Sale",
        "def late():\n    from souk_shop.domain import sales",
    ],
)
def test_modules_that_import_each_other(house: House, back: str) -> None:
    (house.root / f"{SHOP}/domain.py").unlink()
    house.write(f"{SHOP}/domain/__init__.py", "")
    house.write(f"{SHOP}/domain/sales.py", "from souk_shop.domain.refunds import Refund\n")
    house.write(f"{SHOP}/domain/refunds.py", f"{back}\n")

    (violation,) = found_in(house)
    assert violation.rule == "import-circles"
    assert "souk_shop.domain.sales → souk_shop.domain.refunds" in violation.cause


def test_a_group_of_kit_that_imports_one_above_it(house: House) -> None:
    house.write("kit/calls/client.py", "")
    house.write("kit/data/database.py", "from kit.calls import client\n")

    assert places(found_in(house)) == ["kit/data/database.py:1 kit-groups"]


@pytest.mark.parametrize("body", ['code = "out-of-stock"', 'code: ClassVar[str] = "out-of-stock"'])
def test_an_error_says_its_code_with_or_without_a_type(house: House, body: str) -> None:
    house.write(f"{SHOP}/domain.py", f"class OutOfStock(SoukError):\n    {body}\n")

    assert found_in(house) == []


@pytest.mark.parametrize("body", ["...", "code: str", 'code = "Out of stock"', "code = NAME"])
def test_an_error_that_does_not_say_its_code(house: House, body: str) -> None:
    house.write(f"{SHOP}/domain.py", f"class OutOfStock(SoukError):\n    {body}\n")

    assert places(found_in(house)) == [f"{SHOP}/domain.py:1 error-codes"]


def test_two_errors_with_one_code(house: House) -> None:
    error = 'class {}(SoukError):\n    code = "out-of-stock"\n'
    house.write(f"{SHOP}/domain.py", error.format("OutOfStock") + error.format("SoldOut"))

    assert places(found_in(house)) == [f"{SHOP}/domain.py:3 error-codes"]
