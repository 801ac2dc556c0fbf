"""Every rule for Python is broken here on purpose, once, in a house that is otherwise in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.check import ambient, circles, error_codes, floor_plan, imports, rooms_inside, sizes
from cli.check.violation import Violation
from cli.tests.house import House, places

SHOP = "services/shop/souk_shop"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.in_order(tmp_path)


def found_in(house: House) -> list[Violation]:
    rules = (ambient, circles, error_codes, floor_plan, imports, rooms_inside, sizes)
    return [violation for rule in rules for violation in rule.violations(house.sources)]


def test_a_house_in_order_has_no_violation(house: House) -> None:
    assert found_in(house) == []


IMPORTS = [
    (f"{SHOP}/actions.py", "from souk_depot.storage import PostgresGoods", "service-imports"),
    (f"{SHOP}/actions.py", "import souk_depot", "service-imports"),
    (f"{SHOP}/actions.py", "from cli.manifest import load", "service-imports"),
    ("services/shop/tests/test_actions.py", "from souk_depot import domain", "service-imports"),
    (f"{SHOP}/actions.py", "from testkit import postgres", "service-imports"),
    (f"{SHOP}/actions.py", "from souk_shop.routes import router", "rooms"),
    (f"{SHOP}/actions.py", "from souk_shop import events", "rooms"),
    (f"{SHOP}/actions.py", "from souk_shop.storage import PostgresSales", "rooms"),
    (f"{SHOP}/actions.py", "from souk_shop.adapters.depot import DepotGoods", "rooms"),
    (f"{SHOP}/sagas/refunds.py", "from souk_shop.jobs import jobs", "rooms"),
    (f"{SHOP}/commands/accounts.py", "from souk_shop.storage import PostgresSales", "rooms"),
    (f"{SHOP}/adapters/depot.py", "from souk_shop.actions import Deps", "rooms"),
    (f"{SHOP}/ports.py", "from souk_shop.schemas import SaleView", "rooms"),
    (f"{SHOP}/actions.py", "from souk_shop.app import build", "rooms"),
    (f"{SHOP}/storage.py", "from souk_shop.actions import Deps", "rooms"),
    (f"{SHOP}/storage.py", "from .actions import Deps", "rooms"),
    (f"{SHOP}/storage/sales.py", "from ..actions import Deps", "rooms"),
    (f"{SHOP}/schemas.py", "from souk_shop.storage import PostgresSales", "rooms"),
    (f"{SHOP}/jobs.py", "from souk_shop.storage import PostgresSales", "rooms"),
    (f"{SHOP}/domain.py", "from souk_shop.storage import PostgresSales", "rooms"),
    (f"{SHOP}/domain.py", "import asyncpg", "pure-domain"),
    (f"{SHOP}/domain/prices.py", "from pathlib import Path", "pure-domain"),
    (f"{SHOP}/domain.py", "from kit.data.database import Database", "pure-domain"),
    (f"{SHOP}/domain.py", "from kit import calls", "pure-domain"),
    (f"{SHOP}/domain.py", "prices = open('prices')", "pure-domain"),
    ("kit/messaging/outbox.py", "from contracts.depot import GoodsArrived", "kit-is-general"),
    ("kit/messaging/outbox.py", "from souk_shop import actions", "kit-is-general"),
    ("kit/messaging/outbox.py", "def add_to_cart(): ...", "kit-is-general"),
    ("kit/messaging/outbox.py", "class ProductCache: ...", "kit-is-general"),
    ("contracts/shop.py", "from kit.data.database import Database", "contracts-are-types"),
    ("contracts/shop.py", "from souk_shop.domain import Sale", "contracts-are-types"),
]


@pytest.mark.parametrize(("path", "line", "rule"), IMPORTS)
def test_an_import_in_the_wrong_direction(house: House, path: str, line: str, rule: str) -> None:
    house.write(path, f"'''What it is.'''\n{line}\n")

    directed = [violation for violation in found_in(house) if violation.rule != "import-circles"]
    assert places(directed) == [f"{path}:2 {rule}"]


def test_a_route_that_thinks(house: House) -> None:
    body = "\n".join(f"    step_{n} = {n}" for n in range(16))
    house.write(f"{SHOP}/routes.py", f'@router.get("/sales")\nasync def sales() -> None:\n    """All."""\n{body}\n')

    assert places(found_in(house)) == [f"{SHOP}/routes.py:2 short-routes"]


@pytest.mark.parametrize(
    "line",
    [
        "await deps.goods.of(sku)",
        "await self._goods.of(sku)",
        "await infra.calls.to('depot').get('/goods')",
        "await sales.commit()",
        "await connection.rollback()",
    ],
)
def test_a_remote_call_or_commit_inside_a_transaction(house: House, line: str) -> None:
    house.change(f"{SHOP}/actions.py", "        await sales.add(sku, left)", f"        {line}")

    assert places(found_in(house)) == [f"{SHOP}/actions.py:12 transaction"]


@pytest.mark.parametrize("line", ["await goods.of(sku)", "await sales.commit(sku)", "await deps.sales.add(sku)"])
def test_what_only_looks_like_a_remote_call(house: House, line: str) -> None:
    house.change(f"{SHOP}/actions.py", "        await sales.add(sku, left)", f"        {line}")

    assert found_in(house) == []


@pytest.mark.parametrize(
    "statement",
    [
        '"select id from sales"',
        'f"insert into {table} values ($1)"',
        '"""\n  update sales\n  set paid = true"""',
        '"delete from sales"',
        '"with gone as (delete from sales returning id) select id from gone"',
    ],
)
def test_sql_outside_storage(house: House, statement: str) -> None:
    house.write(
        f"{SHOP}/sagas/refunds.py", f"'''Select one from many.'''\nTEXT = 'Please update the set.'\nSQL = {statement}\n"
    )

    assert places(found_in(house)) == [f"{SHOP}/sagas/refunds.py:3 sql-in-storage"]


def test_sql_of_a_part_may_stand_in_its_own_storage(house: House) -> None:
    house.write(f"{SHOP}/storage/payments.py", "SQL = 'select id from sales'\n")

    assert found_in(house) == []


@pytest.mark.parametrize(
    "statement",
    ["select 1 from goods", "select 1 from sales join public.goods using (id)", "update goods set sku = 1"],
)
def test_a_table_of_another_service(house: House, statement: str) -> None:
    house.write(f"{SHOP}/storage.py", f"\nSQL = '{statement}'\n")

    assert places(found_in(house)) == [f"{SHOP}/storage.py:2 own-database"]


def test_a_database_of_another_service_in_a_migration(house: House) -> None:
    path = "services/shop/migrations/0002_link.sql"
    house.write(path, "-- souk_depot\ncreate index a on sales (id);\ngrant all on database souk_depot to souk_shop;\n")

    assert places(found_in(house)) == [f"{path}:3 own-database"]


@pytest.mark.parametrize(
    "path",
    [
        "kit/utils.py",
        f"{SHOP}/domain/helpers.py",
        "cli/common.py",
        f"{SHOP}/domain/service.py",
        "web/packages/ui/src/misc.ts",
    ],
)
def test_a_name_that_says_nothing(house: House, path: str) -> None:
    house.write(path, "\n")

    assert places(found_in(house)) == [f"{path}:1 names"]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("placed_at = datetime.now(UTC)", "one-clock"),
        ("placed_at = datetime.datetime.utcnow()", "one-clock"),
        ("began = time.time()", "one-clock"),
        ("limit = os.environ['LIMIT']", "settings-once"),
        ("limit = os.getenv('LIMIT', 30)", "settings-once"),
    ],
)
def test_time_and_environment_are_given(house: House, line: str, rule: str) -> None:
    house.write(f"{SHOP}/sagas/refunds.py", f"\n{line}\n")

    assert places(found_in(house)) == [f"{SHOP}/sagas/refunds.py:2 {rule}"]


def test_a_program_reads_its_settings_once(house: House) -> None:
    house.write(f"{SHOP}/commands/accounts.py", "settings = Settings.read(os.environ)\n")

    assert found_in(house) == []


def test_a_file_that_python_cannot_read(house: House) -> None:
    house.write(f"{SHOP}/sagas/refunds.py", "x = 1\ndef (\n")

    assert places(found_in(house)) == [f"{SHOP}/sagas/refunds.py:2 syntax"]


@pytest.mark.parametrize(("lines", "fails"), [(251, False), (401, True)])
def test_a_file_that_grew(house: House, lines: int, fails: bool) -> None:
    house.write(f"{SHOP}/sagas/refunds.py", "\n" * lines)

    (violation,) = found_in(house)
    assert (violation.rule, violation.warning) == ("sizes", not fails)


@pytest.mark.parametrize(("lines", "fails"), [(41, False), (61, True)])
def test_a_function_that_grew(house: House, lines: int, fails: bool) -> None:
    body = "    x = 1\n" * (lines - 1)
    house.write(f"{SHOP}/sagas/refunds.py", f"\ndef refund() -> None:\n{body}")

    (violation,) = found_in(house)
    assert (violation.rule, violation.line, violation.warning) == ("sizes", 2, not fails)
