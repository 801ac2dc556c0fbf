"""What a group of tests came to, and the last line that says it of all."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Vitest's own summary, with or without turbo's prefix, colours taken off.
VITEST_TESTS = re.compile(r"\bTests\s+(.+?)\s*\(\d+\)")
TURBO_TASKS = re.compile(r"^\s*Tasks:\s+(\d+) successful, (\d+) total", re.MULTILINE)
COLORS = re.compile(r"\x1b\[[0-9;]*m")


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


def from_turbo(output: str, exit_code: int) -> tuple[int, int]:
    """Every test that Vitest ran, and every other task (type check, lint) as one."""
    plain = COLORS.sub("", output)
    runs = [(_count(counts, "passed"), _count(counts, "failed")) for counts in VITEST_TESTS.findall(plain)]
    failed_runs = sum(failed > 0 for _, failed in runs)
    tasks = TURBO_TASKS.search(plain)
    good, total = (int(tasks[1]), int(tasks[2])) if tasks else (0, 0)
    passed = sum(passed for passed, _ in runs) + max(0, good - (len(runs) - failed_runs))
    failed = sum(failed for _, failed in runs) + max(0, total - good - failed_runs)
    return passed, max(failed, 1) if exit_code else failed


def from_playwright(file: Path, exit_code: int) -> tuple[int, int]:
    if not file.exists():
        return 0, 1
    stats = json.loads(file.read_text("utf-8"))["stats"]
    failed = stats["unexpected"]
    return stats["expected"] + stats["flaky"], max(failed, 1) if exit_code else failed


def _count(counts: str, what: str) -> int:
    found = re.search(rf"(\d+) {what}", counts)
    return int(found[1]) if found else 0
