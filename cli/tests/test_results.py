from __future__ import annotations

import io

import pytest
from rich.console import Console

from cli.testing.failures import Failure
from cli.testing.groups import in_python
from cli.testing.results import Result, exit_code, last_line, show

FAILURE = Failure("services/cart/tests/test_bag.py::test_full[a]", "assert [1] == 2", ".venv/bin/pytest …")


def result(passed: int, *failures: Failure) -> Result:
    return Result("Python tests", passed, failures, 1.0)


def test_the_last_line_adds_up_all_groups() -> None:
    assert last_line([result(3), result(4, FAILURE)]) == "7 passed, 1 failed"


@pytest.mark.parametrize(("results", "code"), [([result(3)], 0), ([result(3, FAILURE)], 1), ([result(0)], 1), ([], 1)])
def test_success_needs_a_test_that_ran_and_none_that_failed(results: list[Result], code: int) -> None:
    assert exit_code(results) == code


def test_below_the_table_stands_each_failure_with_its_reason_and_the_command_that_runs_it_alone() -> None:
    said = io.StringIO()

    show([result(3), result(4, FAILURE)], Console(file=said, width=60))

    lines = said.getvalue().splitlines()
    heading = next(number for number, line in enumerate(lines) if line.startswith("Python tests: 1 failed"))
    assert [line.strip() for line in lines[heading + 1 :]] == [
        "✗ services/cart/tests/test_bag.py::test_full[a]",
        "assert [1] == 2",
        ".venv/bin/pytest …",
    ]


def test_words_that_choose_a_story_choose_a_python_test_by_its_name() -> None:
    assert in_python("help on an order") == "help_on_an_order"
    assert in_python("cart") == "cart"
