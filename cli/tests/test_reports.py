"""The reports that test runners write, and what is told of them."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from cli.shape import Mfes, Services
from cli.testing.failures import LONGEST_REASON, one_line
from cli.testing.reports import Outcome, from_junit, from_playwright, from_vitest
from cli.testing.stories import Telling

CART = "web/apps/cart/src/Bag.test.tsx"


def told(outcome: Outcome) -> list[tuple[str, str]]:
    return [(failure.name, failure.reason) for failure in outcome.failures]


def test_every_python_test_that_failed_is_named_as_pytest_takes_it(tmp_path: Path) -> None:
    (tmp_path / "cart" / "tests").mkdir(parents=True)
    (tmp_path / "cart" / "tests" / "test_unreadable.py").write_text("import nothing_of_the_kind\n")
    tests = """\
        import pytest

        @pytest.fixture
        def shelf():
            yield
            raise OSError("the shelf fell")

        def test_good(): pass
        def test_skipped(): pytest.skip("not here")
        def test_bad(shelf): assert 1 == 2, "one is one"
        @pytest.mark.parametrize("sku", ["a::b/c.d e"])
        def test_sku(sku): raise ValueError(sku)
        class TestBag:
            def test_cleaned(self, shelf): pass
    """
    (tmp_path / "cart" / "tests" / "test_bag.py").write_text(dedent(tests))
    report = tmp_path / "report.xml"
    options = ["--import-mode=importlib", "--continue-on-collection-errors", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, f"--junitxml={report}"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    outcome = from_junit(report, run.returncode, tmp_path)

    assert outcome.passed == 1
    assert told(outcome) == [
        ("cart/tests/test_unreadable.py", "ModuleNotFoundError: No module named 'nothing_of_the_kind'"),
        ("cart/tests/test_bag.py::test_bad", "AssertionError: one is one assert 1 == 2"),
        ("cart/tests/test_bag.py::test_sku[a::b/c.d e]", "ValueError: a::b/c.d e"),
        ("cart/tests/test_bag.py::TestBag::test_cleaned", 'failed on teardown with "OSError: the shelf fell"'),
    ]
    alone = shlex.split(outcome.failures[2].command)
    assert alone == [".venv/bin/pytest", "cart/tests/test_bag.py::test_sku[a::b/c.d e]"]


@pytest.mark.parametrize("exit_code", [0, 4])
def test_a_python_run_without_a_report_is_a_failure(tmp_path: Path, exit_code: int) -> None:
    assert len(from_junit(tmp_path / "nothing.xml", exit_code, tmp_path).failures) == 1


@pytest.mark.parametrize(("exit_code", "failures"), [(5, 0), (3, 1)])
def test_no_python_test_of_that_name_is_no_failure_and_a_broken_run_is_one(
    tmp_path: Path, exit_code: int, failures: int
) -> None:
    report = tmp_path / "junit.xml"
    report.write_text('<testsuites><testsuite tests="0"/></testsuites>')

    outcome = from_junit(report, exit_code, tmp_path)

    assert (outcome.passed, len(outcome.failures)) == (0, failures)


def vitest(folder: Path, passed: int, *files: dict[str, Any]) -> Path:
    """As `--reporter=json` writes it."""
    report = folder / f"{len(list(folder.iterdir()))}.json"
    report.write_text(json.dumps({"numPassedTests": passed, "testResults": files}))
    return report


def web_file(root: Path, path: str, message: str = "", **failed: str) -> dict[str, Any]:
    tests = [{"status": "failed", "fullName": name, "failureMessages": [said]} for name, said in failed.items()]
    good = {"status": "passed", "fullName": "it opens", "failureMessages": []}
    status = "failed" if message or failed else "passed"
    return {"name": str(root / path), "status": status, "message": message, "assertionResults": [good, *tests]}


def turbo(folder: Path, **tasks: int | None) -> Path:
    """What `turbo --summarize` writes of the cart's tasks; one that was not reached has no execution."""
    file = folder / "run.json"
    entries = [
        {
            "taskId": f"@souk/app-cart#{name}",
            "task": name,
            "directory": "web/apps/cart",
            "execution": None if code is None else {"exitCode": code},
        }
        for name, code in tasks.items()
    ]
    file.write_text(json.dumps({"tasks": entries}))
    return file


def test_every_web_test_counts_and_those_that_failed_are_named(tmp_path: Path) -> None:
    said = "AssertionError: expected 1 to be 2\n    at /shop/web/apps/cart/src/Bag.test.tsx:2:90"
    cart = vitest(tmp_path, 5, web_file(tmp_path, CART, **{"a bag adds (up) to $1": said}))
    reports = [vitest(tmp_path, 14), cart]

    outcome = from_vitest(reports, turbo(tmp_path, test=1, typecheck=0, lint=0), 1, tmp_path)

    assert outcome.passed == 14 + 5 + 2
    assert told(outcome) == [(f"{CART} › a bag adds (up) to $1", "AssertionError: expected 1 to be 2")]
    assert shlex.split(outcome.failures[0].command) == ["./souk", "test", "web", "-k", "a bag adds (up) to $1"]


def test_a_web_task_that_fails_without_a_test_is_named(tmp_path: Path) -> None:
    outcome = from_vitest([vitest(tmp_path, 2)], turbo(tmp_path, typecheck=2, lint=None), 1, tmp_path)

    assert outcome.passed == 2
    assert told(outcome) == [("@souk/app-cart#typecheck", "It ended with exit code 2: see above.")]


def test_a_web_package_whose_tests_break_off_is_named_beside_another_ones_failed_test(tmp_path: Path) -> None:
    other = "web/packages/ui/src/Button.test.tsx"

    outcome = from_vitest(
        [vitest(tmp_path, 2, web_file(tmp_path, other, it="no"))], turbo(tmp_path, test=1), 1, tmp_path
    )

    assert [failure.name for failure in outcome.failures] == [f"{other} › it", "@souk/app-cart#test"]


def test_a_test_file_that_cannot_be_loaded_is_a_failure(tmp_path: Path) -> None:
    report = vitest(tmp_path, 1, web_file(tmp_path, CART, message='Failed to resolve import "./nothing".'))

    outcome = from_vitest([report], turbo(tmp_path, test=1), 1, tmp_path)

    assert told(outcome) == [(CART, 'Failed to resolve import "./nothing".')]


def test_a_web_run_that_breaks_off_is_a_failure(tmp_path: Path) -> None:
    assert len(from_vitest([], tmp_path / "nothing.json", 127, tmp_path).failures) == 1


def story(title: str, line: int, status: str, *errors: str) -> dict[str, Any]:
    """As Playwright's JSON reporter writes it."""
    results = [{"errors": [{"message": error} for error in errors]}]
    return {"title": title, "file": "checkout.spec.ts", "line": line, "tests": [{"status": status, "results": results}]}


def stories(folder: Path, *specs: dict[str, Any], errors: tuple[str, ...] = ()) -> Path:
    report = folder / "stories.json"
    inner = {"specs": specs[1:], "suites": []}
    told = {
        "stats": {"expected": 8, "flaky": 1},
        "suites": [{"specs": specs[:1], "suites": [inner]}],
        "errors": [{"message": error} for error in errors],
    }
    report.write_text(json.dumps(told))
    return report


def test_stories_that_failed_are_named_with_the_shape_they_failed_in(tmp_path: Path) -> None:
    said = "\x1b[31mError:\x1b[39m expect(locator).toBeVisible() failed\n\nLocator: getByRole('alert')"
    report = stories(
        tmp_path, story("a guest buys", 3, "expected"), story("the last one (is) sold", 9, "unexpected", said)
    )

    outcome = from_playwright(report, 1, Telling(Services.TOGETHER, Mfes.TOGETHER))

    assert outcome.passed == 9
    assert told(outcome) == [
        (
            "e2e/stories/checkout.spec.ts:9 › the last one (is) sold",
            "Error: expect(locator).toBeVisible() failed Locator: getByRole('alert')",
        )
    ]
    alone = shlex.split(outcome.failures[0].command)
    assert alone == [
        "./souk",
        "test",
        "e2e",
        "--services",
        "together",
        "--mfes",
        "together",
        "-k",
        "the last one (is) sold",
    ]


def test_stories_that_cannot_be_read_are_a_failure(tmp_path: Path) -> None:
    report = stories(tmp_path, errors=("SyntaxError: Unexpected token",))

    assert [reason for _, reason in told(from_playwright(report, 1, Telling()))] == ["SyntaxError: Unexpected token"]


@pytest.mark.parametrize("exit_code", [0, 1])
def test_stories_without_a_report_are_a_failure(tmp_path: Path, exit_code: int) -> None:
    assert len(from_playwright(tmp_path / "nothing.json", exit_code, Telling()).failures) == 1


def test_a_long_reason_is_cut() -> None:
    assert len(one_line("word " * 1000)) == LONGEST_REASON
