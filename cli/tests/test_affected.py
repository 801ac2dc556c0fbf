"""./souk affected: which parts a change reaches."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path

import pytest

from cli.affected.changes import affected, parts_reached
from cli.affected.command import show_affected
from cli.home import ROOT, Home
from cli.manifest import load
from cli.refusals import Refusal
from cli.testing.run import run_tests
from cli.tests.house import MANIFEST, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House.in_order(tmp_path)
    house.write("kit/clock.py", "")
    house.write("kit/tests/test_clock.py", "")
    house.write("kit/data/reading.py", "")
    house.write("kit/data/sql/tables.sql", "")
    house.write("services/shop/souk_shop/jobs.py", "from kit.clock import Clock\n")
    house.write("services/depot/tests/test_goods.py", 'PROGRAM = ["-m", "kit.data.reading"]\n')
    house.write("web/packages/api/src/generated/shop.ts", "export interface Sale {}\n")
    house.write("web/packages/api/src/sales.ts", "import type { Sale } from './generated/shop';\n")
    house.write("web/packages/ui/src/index.css", "")
    house.change("web/packages/api/src/shop.ts", "import", "import './sales';\nimport")
    return house


def reached(house: House, *changed: str) -> list[str]:
    before = tomllib.loads(MANIFEST)
    return [part.name for part in parts_reached(house.system, [Path(path) for path in changed], before)]


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ("services/shop/souk_shop/domain.py", ["service.shop", "e2e"]),
        ("services/shop/migrations/0001_sales.sql", ["service.shop", "e2e"]),
        ("services/shop/README.md", []),
        ("docs/architecture.md", []),
        ("kit/clock.py", ["service.shop", "kit", "e2e"]),  # who imports it
        ("kit/data/reading.py", ["service.depot", "kit", "e2e"]),  # who starts it by its name
        ("kit/data/sql/tables.sql", ["service.depot", "kit", "e2e"]),  # who uses what it lies beside
        ("kit/pyproject.toml", ["service.shop", "service.depot", "kit", "e2e"]),
        ("contracts/depot.py", ["service.shop", "service.depot", "e2e"]),  # its followers
        ("contracts/openapi/depot.json", ["service.shop", "service.depot", "e2e"]),  # its callers
        ("web/apps/till/src/TillPage.tsx", ["mfe.till", "e2e"]),
        ("web/packages/api/src/generated/shop.ts", ["mfe.till", "package.api", "e2e"]),
        ("web/packages/ui/src/index.css", ["mfe.till", "package.ui", "e2e"]),
        ("pnpm-lock.yaml", ["mfe.host", "mfe.till", "package.api", "package.federation", "package.ui", "e2e"]),
        ("requirements.lock", ["service.shop", "service.depot", "kit", "e2e"]),
        ("e2e/stories/sale.spec.ts", ["e2e"]),
    ],
)
def test_a_change_reaches_those_who_use_it_and_nobody_else(house: House, changed: str, parts: list[str]) -> None:
    assert reached(house, changed) == parts


def test_a_root_file_that_nobody_told_the_meaning_of_reaches_all(house: House) -> None:
    everyone = reached(house, "something-new.cfg")

    assert {"service.shop", "service.depot", "mfe.host", "mfe.till", "kit", "package.ui", "e2e"} <= set(everyone)


def test_of_souk_toml_a_parts_own_table_reaches_it_alone_and_what_all_are_told_reaches_all(house: House) -> None:
    house.change("souk.toml", 'team = "goods"', 'team = "storage"')
    own = reached(house, "souk.toml")
    house.change("souk.toml", 'currency = "INR"', 'currency = "EUR"')

    assert own == ["service.depot", "e2e"]
    assert {"service.shop", "mfe.host", "mfe.till", "package.ui"} <= set(reached(house, "souk.toml"))


def test_what_is_committed_what_is_not_yet_and_what_is_new_all_count(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.commit()
    git = ["git", "-C", str(house.root), "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "branch", "base"], check=True)
    nothing = affected(house.system, "base")

    house.write("services/depot/souk_depot/storage.py", "moved = True\n")
    subprocess.run([*git, "commit", "-qam", "depot"], check=True)
    house.change("kit/clock.py", "", "now = 1\n")
    house.write("web/apps/till/src/New.tsx", "")

    assert nothing == []
    assert show_affected(Home(house.root / ".souk", house.root), "base", as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert [part["part"] for part in found] == ["service.shop", "service.depot", "mfe.till", "kit", "e2e"]
    assert [part["image"] for part in found] == ["shop", "depot", "mfe-till", "", ""]


def test_a_branch_that_is_not_here_is_refused_with_how_to_get_it(house: House) -> None:
    house.commit()

    with pytest.raises(Refusal, match="git merge-base") as refused:
        affected(house.system, "nowhere")

    assert "git fetch" in refused.value.fix


@pytest.mark.parametrize(("group", "part"), [(None, "service.nobody"), ("web", "service.order")])
def test_a_part_that_there_is_not_and_a_part_beside_a_group_are_refused(
    tmp_path: Path, group: str | None, part: str
) -> None:
    with pytest.raises(Refusal):
        run_tests(Home(tmp_path, ROOT), group, "", parts=[part])


def test_each_part_of_the_shop_has_its_folder() -> None:
    from cli.affected.parts import parts_of

    system = load(ROOT / "souk.toml")

    assert all((ROOT / part.folder).is_dir() for part in parts_of(system).values())
