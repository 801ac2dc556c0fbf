from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.testing.results import Result, exit_code, from_junit, from_playwright, from_turbo, last_line

TURBO = """
@souk/api:test:  Test Files  2 passed (2)
@souk/api:test:       \x1b[2mTests\x1b[22m  \x1b[1m\x1b[32m14 passed\x1b[39m\x1b[22m (14)
@souk/ui:test:       Tests  1 failed | 5 passed (6)
 Tasks:    7 successful, 8 total
Cached:    2 cached, 8 total
"""


def result(passed: int, failed: int) -> Result:
    return Result("group", passed, failed, 1.0)


def test_the_last_line_adds_up_all_groups() -> None:
    assert last_line([result(3, 0), result(4, 1)]) == "7 passed, 1 failed"


@pytest.mark.parametrize(("results", "code"), [([result(3, 0)], 0), ([result(3, 1)], 1), ([result(0, 0)], 1), ([], 1)])
def test_success_needs_a_test_that_ran_and_none_that_failed(results: list[Result], code: int) -> None:
    assert exit_code(results) == code


def test_every_vitest_test_counts_and_every_other_web_task_as_one() -> None:
    assert from_turbo(TURBO, exit_code=1) == (14 + 5 + 6, 1)


def test_a_web_task_that_fails_without_a_test_counts_as_a_failure() -> None:
    assert from_turbo(" Tasks:    2 successful, 3 total\n", exit_code=1) == (2, 1)


def test_a_web_run_that_breaks_off_is_a_failure() -> None:
    assert from_turbo("turbo: command not found", exit_code=127) == (0, 1)


def test_pytests_report_tells_passed_and_failed_and_leaves_out_skipped(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text('<testsuites><testsuite tests="10" failures="1" errors="1" skipped="2"/></testsuites>')

    assert from_junit(report, exit_code=1) == (6, 2)


def test_a_python_run_without_a_report_is_a_failure(tmp_path: Path) -> None:
    assert from_junit(tmp_path / "nothing.xml", exit_code=4) == (0, 1)


def test_no_python_test_of_that_name_is_no_failure(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text('<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>')

    assert from_junit(report, exit_code=5) == (0, 0)


def test_stories_are_counted_from_playwrights_report(tmp_path: Path) -> None:
    report = tmp_path / "stories.json"
    report.write_text(json.dumps({"stats": {"expected": 8, "unexpected": 2, "flaky": 0, "skipped": 1}}))

    assert from_playwright(report, exit_code=1) == (8, 2)
