"""Numbers of migrations: the rule is broken here on purpose."""

from __future__ import annotations

from pathlib import Path

from cli.check import migrations
from cli.tests.house import House, places


def test_two_migrations_of_one_number_are_refused(tmp_path: Path) -> None:
    house = House.in_order(tmp_path)
    for name in ("0002_prices.sql", "0002_places.sql"):
        house.write(f"services/shop/migrations/{name}", "select 1;\n")
    house.write("services/depot/migrations/0002_shelves.sql", "select 1;\n")

    found = list(migrations.violations(house.system))

    assert places(found) == ["services/shop/migrations/0002_prices.sql:1 migrations"]
    assert "0002_places.sql" in found[0].cause
