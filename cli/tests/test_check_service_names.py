"""A service's name stands in souk.toml and in its own folder, and never in the launcher: broken here on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.check import service_names
from cli.tests.house import House, places


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.in_order(tmp_path)


@pytest.mark.parametrize(
    "code",
    [
        'SIGNER = "depot"',
        'if name in ("till", "depot"): ...',
        'MODULE = "souk_depot.commands.accounts"',
        'PATH = f"/depot-service/{path}"',
        'env = {"SOUK_DEPOT_SHELF_SECRET": key}',
    ],
)
def test_a_launcher_that_knows_a_service(house: House, code: str) -> None:
    house.write("cli/prepare.py", f"import os\n{code}\n")

    assert places(list(service_names.violations(house.sources, house.system))) == ["cli/prepare.py:2 service-names"]


@pytest.mark.parametrize(
    "line",
    [
        '{% if service.name == "depot" %}',
        "location /depot-service/api/ {",
        "proxy_pass http://service_depot/;",
        "image: souk_depot",
    ],
)
def test_a_template_that_knows_a_service(house: House, line: str) -> None:
    house.write("deploy/gateway/nginx.conf.j2", f"# the gateway\n{line}\n")

    found = list(service_names.violations(house.sources, house.system))

    assert places(found) == ["deploy/gateway/nginx.conf.j2:2 service-names"]
    assert "The depot service is known here by its name." in found[0].cause


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cli/tests/test_prepare.py", 'SIGNER = "depot"\n'),
        ("cli/prepare.py", 'def move(port: str) -> None:\n    """`depot=9030`, or "depot"."""\n'),
        ("cli/prepare.py", 'TITLE = "a depot\'s goods"\n'),
        ("deploy/gateway/nginx.conf.j2", "{% for service in services %}\nuser {{ user }}; # of a depot\n"),
    ],
)
def test_tests_docstrings_and_words_may(house: House, path: str, text: str) -> None:
    house.write(path, text)

    assert list(service_names.violations(house.sources, house.system)) == []
