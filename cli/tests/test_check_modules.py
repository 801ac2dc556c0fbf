"""How the web's modules may depend on each other, each rule broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.check import web_exports, web_modules
from cli.check.violation import Violation
from cli.tests.house import House, places


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.in_order(tmp_path)


def found_in(house: House) -> list[Violation]:
    return [*web_modules.violations(house.sources), *web_exports.violations(house.sources)]


def test_a_house_in_order_has_no_violation(house: House) -> None:
    assert found_in(house) == []


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("web/packages/ui/src/a.ts", "import { b } from './b';\nexport const a = b;\n", 1),
        ("web/packages/ui/src/a.ts", "\nimport type { B } from './b';\nexport const a: B = 1;\n", 2),
        ("web/packages/ui/src/a.ts", "export const a = async () => import('./b');\n", 1),
        ("web/packages/ui/src/a.ts", "export { b as a } from './b';\n", 1),
    ],
)
def test_modules_that_import_each_other_in_a_circle(house: House, path: str, text: str, line: int) -> None:
    house.write(path, text)
    house.write("web/packages/ui/src/b.ts", "import { a } from './a';\nexport const b = a;\nexport type B = number;\n")

    (circle,) = web_modules.violations(house.sources)

    assert places([circle]) == [f"{path}:{line} web-circles"]
    assert "ui/src/a.ts → web/packages/ui/src/b.ts → web/packages/ui/src/a.ts" in circle.cause


def test_a_circle_through_what_a_package_exports_is_one_too(house: House) -> None:
    house.write("web/packages/api/src/index.ts", "export { sales } from './shop';\nexport const send = 1;\n")

    assert places(list(web_modules.violations(house.sources))) == ["web/packages/api/src/index.ts:1 web-circles"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("web/packages/api/src/words.ts", "import { Button } from '@souk/ui';\nvoid Button;\n"),
        ("web/packages/api/package.json", '{"exports": {"./*": "./src/*.ts"}, "devDependencies": {"@souk/ui": "*"}}'),
    ],
)
def test_packages_that_depend_on_each_other_in_a_circle(house: House, path: str, text: str) -> None:
    house.write(
        "web/packages/ui/package.json", '{"exports": {".": "./src/index.ts"}, "dependencies": {"@souk/api": "*"}}'
    )
    house.write(path, text)

    found = list(web_modules.violations(house.sources))

    assert [str(each.file) for each in found] == ["web/packages/api/package.json"]
    assert "api → ui → api" in found[0].cause


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "web/packages/ui/package.json",
            '{"exports": {".": "./src/index.ts"}, "devDependencies": {"@souk/app-till": "*"}}',
        ),
        ("web/packages/ui/src/generated/x.ts", "import type { Exposed } from '../../../../apps/till/src/exposes';\n"),
    ],
)
def test_a_package_that_depends_on_an_app(house: House, path: str, text: str) -> None:
    house.write(path, text)

    assert places(list(web_modules.violations(house.sources))) == ["web/packages/ui/package.json:1 package-above-apps"]


@pytest.mark.parametrize(
    "text",
    [
        "export const unused = 1;\n",
        "export function unused() {}\n",
        "export const { used: unused } = all;\n",
        "const one = 1;\nexport { one as unused };\n",
        "export interface unused {}\n",
    ],
)
def test_what_is_exported_for_nobody(house: House, text: str) -> None:
    house.write("web/packages/ui/src/parts.ts", text)

    (found,) = found_in(house)

    assert (found.rule, found.cause) == ("unused-exports", "Nobody imports unused.")


@pytest.mark.parametrize(
    "text",
    [
        "import { part } from './parts';\nvoid part;\n",
        "const { part } = await import('./parts');\nvoid part;\n",
        "import * as parts from './parts';\nvoid parts;\n",
        "const all = await Promise.all([import('./parts')]);\nvoid all;\n",
    ],
)
def test_what_is_exported_and_imported_in_any_way(house: House, text: str) -> None:
    house.write("web/packages/ui/src/parts.ts", "export const part = 1;\n")
    house.write("web/packages/ui/src/user.ts", text)

    assert found_in(house) == []


def test_what_only_a_test_imports_must_be_needed_in_its_own_file(house: House) -> None:
    house.write("web/packages/ui/src/parts.ts", "export const old = 1;\nexport const step = 2;\nvoid step;\n")
    house.write("web/packages/ui/src/parts.test.ts", "import { old, step } from './parts';\nvoid [old, step];\n")

    assert [violation.cause for violation in found_in(house)] == ["Nobody imports old."]
