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


def test_what_an_older_version_uses_is_taken_away_only_by_a_file_that_says_so(tmp_path: Path) -> None:
    house = House.in_order(tmp_path)
    for name, text in {
        "0002_less.sql": "alter table shelves\n    drop column colour; -- drop table\n",
        "0003_said.sql": "-- contract: nobody reads it\ndrop table shelves;\n",
        "0004_harmless.sql": "-- expand: nothing reads the view yet\ndrop view shelf;\n",
        "0005_words.sql": "select 'drop table x'; -- rename it some day\ndrop index if exists old;\n",
        "0006_strict.sql": "alter table shelves alter column name set not null;\n",
    }.items():
        house.write(f"services/shop/migrations/{name}", text)

    found = list(migrations.violations(house.system))

    assert places(found) == [
        "services/shop/migrations/0002_less.sql:2 migrations",
        "services/shop/migrations/0006_strict.sql:1 migrations",
    ]
    assert "`drop column` takes away" in found[0].cause
    assert "-- contract: why" in found[0].fix
