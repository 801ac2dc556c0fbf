"""The gateway keeps only what is the same for everyone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.check import cached
from cli.tests.house import House, places


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House.in_order(tmp_path)
    house.change("souk.toml", 'calls = ["depot"]', 'calls = ["depot"]\ncached = ["/goods"]')
    house.change("souk.toml", "port = 8888\n", 'port = 8888\nquery_keys = ["q", "option.*"]\n')
    return house


def a_read(house: House, caller: str = "anyone", kind: str = "query", name: str = "q", path: str = "goods") -> None:
    read: dict[str, Any] = {"x-callers": [caller], "parameters": [{"in": kind, "name": name}]}
    document = {"paths": {f"/api/v1/{path}/{{id}}": {"get": read, "post": {"x-callers": ["admin"]}}}}
    house.write("contracts/openapi/shop.json", json.dumps(document))


@pytest.mark.parametrize("name", ["q", "option.Size"])
def test_a_public_read_may_be_kept(house: House, name: str) -> None:
    a_read(house, name=name)

    assert list(cached.violations(house.system)) == []


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"caller": "customer"}, "its answer depends on who asks (customer)"),
        ({"name": "page"}, "reads page, which the gateway drops"),
        ({"kind": "header", "name": "x-order-token"}, "reads the header x-order-token"),
        ({"path": "things"}, "there is no such read"),
    ],
)
def test_a_read_that_must_not_be_kept(house: House, change: dict[str, str], cause: str) -> None:
    a_read(house, **change)

    found = list(cached.violations(house.system))

    assert places(found) == ["souk.toml:16 cached-for-all"]
    assert cause in found[0].cause
