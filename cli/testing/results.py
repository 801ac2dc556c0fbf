"""What a group of tests came to, and the last line that says it of all."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    passed: int
    failed: int
    seconds: float
    note: str = ""


def last_line(results: Iterable[Result]) -> str:
    results = list(results)
    return f"{sum(r.passed for r in results)} passed, {sum(r.failed for r in results)} failed"


def exit_code(results: Sequence[Result]) -> int:
    """Nothing that ran is no success."""
    return 0 if any(r.passed for r in results) and not any(r.failed for r in results) else 1


def from_junit(file: Path, exit_code: int) -> tuple[int, int]:
    """(passed, failed) of pytest's report; a run that broke off counts as one failure more."""
    if not file.exists():
        return 0, 1
    suites = list(ElementTree.parse(file).getroot().iter("testsuite"))  # noqa: S314 (written by our own pytest)
    tests, failed, skipped = (
        sum(int(suite.get(key, "0")) for suite in suites for key in keys)
        for keys in (("tests",), ("failures", "errors"), ("skipped",))
    )
    nothing_chosen = exit_code == 5
    broken = 1 if exit_code and not failed and not nothing_chosen else 0
    return max(0, tests - failed - skipped), failed + broken


def from_vitest(reports: Iterable[Path], run: Path, exit_code: int) -> tuple[int, int]:
    """Every test of the packages' reports, and every other task (type check, lint) of turbo's summary as one."""
    read = [json.loads(report.read_text("utf-8")) for report in reports]
    tasks = json.loads(run.read_text("utf-8"))["tasks"] if run.exists() else []
    others = [task["execution"]["exitCode"] for task in tasks if task["task"] != "test" and task.get("execution")]
    passed = sum(report["numPassedTests"] for report in read) + others.count(0)
    # A file that cannot even be loaded has no test that could fail.
    broken = sum(not report["success"] and not report["numFailedTests"] for report in read)
    failed = sum(report["numFailedTests"] for report in read) + broken + len(others) - others.count(0)
    return passed, max(failed, 1) if exit_code else failed


def from_playwright(file: Path, exit_code: int) -> tuple[int, int]:
    if not file.exists():
        return 0, 1
    stats = json.loads(file.read_text("utf-8"))["stats"]
    failed = stats["unexpected"]
    return stats["expected"] + stats["flaky"], max(failed, 1) if exit_code else failed
