"""Fields of log lines: the rule is broken here on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.check import log_fields
from cli.tests.house import House, places

ACTIONS = "services/shop/souk_shop/actions.py"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.in_order(tmp_path)


@pytest.mark.parametrize(
    "fields",
    ["{'order_id': 1, 'reason': 'full'}", "FACTS", "{'waited_ms': 3, 'step': 'pay'}"],
)
def test_fields_that_are_printed(house: House, fields: str) -> None:
    house.write(ACTIONS, f"FACTS = {{'step': 1}}\nlog.warning('A sale waits.', extra={fields})\n")

    assert list(log_fields.violations(house.sources)) == []


@pytest.mark.parametrize(
    ("fields", "line", "named"),
    [
        ("{'order_id': 1, 'problem': 'full'}", 2, "problem"),
        ("FACTS", 1, "sale_step"),
        ("{NAME: 1}", 2, "computed"),
        ("{**FACTS}", 2, "computed"),
        ("facts_of(sale)", 2, "facts_of(sale)"),
    ],
)
def test_fields_that_nobody_would_ever_read(house: House, fields: str, line: int, named: str) -> None:
    house.write(ACTIONS, f"FACTS = {{'sale_step': 1}}\nlog.warning('A sale waits.', extra={fields})\n")

    found = list(log_fields.violations(house.sources))

    assert places(found) == [f"{ACTIONS}:{line} log-fields"]
    assert named in found[0].cause
