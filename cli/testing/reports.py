"""What failed and what passed, from the reports that pytest, Vitest, turbo and Playwright write themselves."""

from __future__ import annotations

import json
import shlex
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.testing.failures import Failure, all_named, one_line
from cli.testing.stories import Telling

PYTEST, PYTEST_CHOSE_NOTHING = ".venv/bin/pytest", 5
SOUK_TEST = "./souk test"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one group of tests."""

    passed: int
    failures: tuple[Failure, ...]


def from_junit(report: Path, exit_code: int, root: Path) -> Outcome:
    """`root`: where pytest ran. A test counts once, also if it fails and then its clean-up does."""
    group = f"{SOUK_TEST} unit"
    if not report.exists():
        return Outcome(0, all_named((), exit_code or 1, group))
    failures: dict[str, Failure] = {}
    passed = 0
    for case in ElementTree.parse(report).getroot().iter("testcase"):  # noqa: S314 (written by our own pytest)
        if (bad := next((part for part in case if part.tag in ("failure", "error")), None)) is not None:
            name = _node(root, case.get("classname", ""), case.get("name", ""))
            failures.setdefault(name, Failure(name, _reason(bad), f"{PYTEST} {shlex.quote(name)}"))
        elif case.find("skipped") is None:
            passed += 1
    return Outcome(passed, all_named(failures.values(), 0 if exit_code == PYTEST_CHOSE_NOTHING else exit_code, group))


def _node(root: Path, classname: str, name: str) -> str:
    """As pytest takes it: the report writes `cart.tests.test_bag.TestBag` for `cart/tests/test_bag.py::TestBag`."""
    dotted = classname or name  # a file that cannot be imported has no test
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        file = f"{'/'.join(parts[:end])}.py"
        if (root / file).is_file():
            return "::".join([file, *parts[end:], *([name] if classname else [])])
    return f"{classname}::{name}"


def _reason(bad: ElementTree.Element) -> str:
    message = bad.get("message", "")
    lines = (bad.text or "").strip().splitlines()
    if message == "collection failure" and lines:  # the cause ends what is said of it
        return one_line(lines[-1].removeprefix("E"))
    return one_line(message)


def from_vitest(reports: Iterable[Path], run: Path, exit_code: int, root: Path) -> Outcome:
    """Every test of the packages' reports, and every other task (type check, lint) of turbo's summary as one."""
    read = [json.loads(report.read_text("utf-8")) for report in reports]
    failures = [failure for report in read for file in report["testResults"] for failure in _of_web_file(file, root)]
    passed = sum(report["numPassedTests"] for report in read)
    for task in json.loads(run.read_text("utf-8"))["tasks"] if run.is_file() else ():
        code = (task["execution"] or {}).get("exitCode")  # none: it was not reached
        is_test = task["task"] == "test"
        if code == 0:
            passed += not is_test
        elif code and not (is_test and any(failure.name.startswith(f"{task['directory']}/") for failure in failures)):
            failures.append(Failure(task["taskId"], f"It ended with exit code {code}: see above.", f"{SOUK_TEST} web"))
    return Outcome(passed, all_named(failures, exit_code, f"{SOUK_TEST} web"))


def _of_web_file(file: dict[str, Any], root: Path) -> Iterator[Failure]:
    path = Path(file["name"])
    shown = str(path.relative_to(root)) if path.is_relative_to(root) else file["name"]
    failed = [test for test in file["assertionResults"] if test["status"] == "failed"]
    for test in failed:
        reason = one_line("\n".join(test["failureMessages"]).split("\n    at ")[0])
        yield Failure(f"{shown} › {test['fullName']}", reason, _chosen("web", test["fullName"]))
    if file["status"] == "failed" and not failed:  # it cannot even be loaded, or its set-up failed
        yield Failure(shown, one_line(file["message"]), f"{SOUK_TEST} web")


def from_playwright(report: Path, exit_code: int, telling: Telling) -> Outcome:
    group = f"e2e {' '.join(telling.options)}"
    if not report.exists():
        return Outcome(0, all_named((), exit_code or 1, f"{SOUK_TEST} {group}"))
    read = json.loads(report.read_text("utf-8"))
    failures = [failure for suite in read["suites"] for failure in _of_suite(suite, group)]
    failures += [
        Failure("the stories' code", one_line(error["message"]), f"{SOUK_TEST} {group}") for error in read["errors"]
    ]
    passed = read["stats"]["expected"] + read["stats"]["flaky"]
    return Outcome(passed, all_named(failures, exit_code, f"{SOUK_TEST} {group}"))


def _of_suite(suite: dict[str, Any], group: str) -> Iterator[Failure]:
    for spec in suite["specs"]:
        for test in spec["tests"]:
            if test["status"] == "unexpected":
                errors = [error["message"] for result in test["results"] for error in result["errors"]]
                name = f"e2e/stories/{spec['file']}:{spec['line']} › {spec['title']}"
                yield Failure(name, one_line("\n".join(errors) or "It did not end."), _chosen(group, spec["title"]))
    for inner in suite.get("suites", ()):
        yield from _of_suite(inner, group)


def _chosen(group: str, title: str) -> str:
    return f"{SOUK_TEST} {group} -k {shlex.quote(title)}"
