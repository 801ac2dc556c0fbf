from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.check import callee_codes
from cli.check.sources import Sources
from cli.tests.house import House, places

SHOP = {"x-codes": {"token-expired": 401}, "paths": {"/sales": {"post": {"x-codes": {"sold-out": 409}}}}}
ADAPTER = "services/till/souk_till/adapters/shop.py"


def found(tmp_path: Path, text: str, path: str = ADAPTER) -> list[str]:
    house = House(tmp_path)
    house.write("contracts/openapi/shop.json", json.dumps(SHOP))
    house.write(path, text)
    return places(list(callee_codes.violations(tmp_path, Sources(tmp_path))))


@pytest.mark.parametrize(
    "text",
    [
        'GONE = codes("shop", "sold-out", "vanished")\n',
        'GONE = codes("nobody", "sold-out")\n',
        "if refused.problem.status in {404}:\n    pass\n",
        'if problem.code == "sold-out":\n    pass\n',
        "if refused.problem.code in frozenset({OutOfStock.code}):\n    pass\n",
    ],
)
def test_what_no_document_proves_is_refused(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == [f"{ADAPTER}:1 callee-codes"]


def test_codes_that_are_listed_and_matched_by_name_are_fine(tmp_path: Path) -> None:
    text = 'GONE = codes("shop", "sold-out", "token-expired")\nif refused.problem.code in GONE:\n    pass\n'

    assert found(tmp_path, text) == []


def test_only_adapters_call_others(tmp_path: Path) -> None:
    assert found(tmp_path, "problem.status\n", "services/till/souk_till/domain/sales.py") == []
