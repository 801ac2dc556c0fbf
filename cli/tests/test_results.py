from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.testing.results import Result, exit_code, from_junit, from_playwright, from_vitest, last_line


def vitest(folder: Path, name: str, passed: int, failed: int, *, success: bool = True) -> Path:
    file = folder / f"{name}.json"
    file.write_text(json.dumps({"numPassedTests": passed, "numFailedTests": failed, "success": success and not failed}))
    return file


def turbo(folder: Path, **tasks: int | None) -> Path:
    """What `turbo --summarize` writes; a task that was not reached has no execution."""
    file = folder / "run.json"
    entries = [
        {"task": name, "execution": None if code is None else {"exitCode": code}} for name, code in tasks.items()
    ]
    file.write_text(json.dumps({"tasks": entries}))
    return file


def result(passed: int, failed: int) -> Result:
    return Result("group", passed, failed, 1.0)


def test_the_last_line_adds_up_all_groups() -> None:
    assert last_line([result(3, 0), result(4, 1)]) == "7 passed, 1 failed"


@pytest.mark.parametrize(("results", "code"), [([result(3, 0)], 0), ([result(3, 1)], 1), ([result(0, 0)], 1), ([], 1)])
def test_success_needs_a_test_that_ran_and_none_that_failed(results: list[Result], code: int) -> None:
    assert exit_code(results) == code


def test_every_vitest_test_counts_and_every_other_web_task_as_one(tmp_path: Path) -> None:
    reports = [vitest(tmp_path, "api", 14, 0), vitest(tmp_path, "ui", 5, 1)]

    assert from_vitest(reports, turbo(tmp_path, test=1, typecheck=0, lint=0), exit_code=1) == (14 + 5 + 2, 1)


def test_a_web_task_that_fails_without_a_test_counts_as_a_failure(tmp_path: Path) -> None:
    reports = [vitest(tmp_path, "api", 2, 0)]

    assert from_vitest(reports, turbo(tmp_path, typecheck=2, lint=None), exit_code=1) == (2, 1)


def test_a_test_file_that_cannot_be_loaded_is_a_failure(tmp_path: Path) -> None:
    reports = [vitest(tmp_path, "api", 2, 0, success=False), vitest(tmp_path, "ui", 1, 1)]

    assert from_vitest(reports, turbo(tmp_path, test=1), exit_code=1) == (3, 2)


def test_a_web_run_that_breaks_off_is_a_failure(tmp_path: Path) -> None:
    assert from_vitest([], tmp_path / "nothing.json", exit_code=127) == (0, 1)


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
